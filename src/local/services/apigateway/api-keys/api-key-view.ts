/** An API key in a response; the value is present only on creation and on request. */
import type { ApiKey } from '../../../state/apis/model.ts';

export interface KeyViewOptions {
  readonly value?: boolean;
  /** Updates and single reads show an empty tag map; creation and lists do not [recorded]. */
  readonly emptyTags?: boolean;
}

export function apiKeyView(key: ApiKey, options: KeyViewOptions): Record<string, unknown> {
  const { value, tags = {}, ...rest } = key;
  const showTags = options.emptyTags || Object.keys(tags).length > 0;
  return { ...rest, ...(options.value && { value }), ...(showTags && { tags }) };
}
