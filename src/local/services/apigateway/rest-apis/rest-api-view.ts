/** An API in a response: AWS shows no empty lists, and escapes the policy. */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { RestApi } from '../../../state/apis/model.ts';
import { shownPolicy } from '../policy.ts';

export interface ViewOptions {
  /** Updates, puts and reads show an empty tag map; creates and lists do not [recorded]. */
  readonly emptyTags?: boolean;
  /** Absent if the API is available: recordings have no status. */
  readonly apiStatus?: 'UPDATING';
}

/** The status of an API whose endpoint is being changed. */
export function statusOf(context: OperationContext, { id }: RestApi): Pick<ViewOptions, 'apiStatus'> {
  return context.cloud.transitions.pending(context, 'apiEndpoint', id) ? { apiStatus: 'UPDATING' } : {};
}

export function restApiView(api: RestApi, { emptyTags = false, ...status }: ViewOptions = {}): Record<string, unknown> {
  const { binaryMediaTypes, policy, tags = {}, ...rest } = api;
  return {
    ...rest,
    ...status,
    ...(binaryMediaTypes?.length ? { binaryMediaTypes } : {}),
    ...(policy === undefined ? {} : { policy: shownPolicy(policy) }),
    ...(emptyTags || Object.keys(tags).length > 0 ? { tags } : {}),
  };
}
