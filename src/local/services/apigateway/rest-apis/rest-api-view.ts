/** An API in a response: AWS shows no empty lists, and escapes the policy. */
import type { RestApi } from '../../../state/apis/model.ts';
import { shownPolicy } from '../policy.ts';

export interface ViewOptions {
  /** Updates, puts and reads show an empty tag map; creates and lists do not [recorded]. */
  readonly emptyTags?: boolean;
}

export function restApiView(api: RestApi, { emptyTags = false }: ViewOptions = {}): Record<string, unknown> {
  const { binaryMediaTypes, policy, tags = {}, ...rest } = api;
  return {
    ...rest,
    ...(binaryMediaTypes?.length ? { binaryMediaTypes } : {}),
    ...(policy === undefined ? {} : { policy: shownPolicy(policy) }),
    ...(emptyTags || Object.keys(tags).length > 0 ? { tags } : {}),
  };
}
