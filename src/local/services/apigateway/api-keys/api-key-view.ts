/** An API key as it goes over the wire: its value only on creation and on demand. */
import type { ApiKey } from '../model.ts';

export interface KeyViewOptions {
  readonly value?: boolean;
  /** Updates and single reads show an empty tag map; creation and lists show none [recorded]. */
  readonly emptyTags?: boolean;
}

export function apiKeyView(key: ApiKey, options: KeyViewOptions): Record<string, unknown> {
  const { value, tags = {}, ...rest } = key;
  const showTags = options.emptyTags || Object.keys(tags).length > 0;
  return { ...rest, ...(options.value && { value }), ...(showTags && { tags }) };
}
