/**
 * Finds the region of an unsigned call, which has neither caller nor region. On AWS the host name has the region; here
 * it is the region of the client or pool that the call names.
 */
import type { OperationContext } from '../../cloud/operation.ts';

/**
 * Returns the context of the region for which `isHere` is true; otherwise, or for a signed call, the call's own
 * context.
 */
export function homeRegion(
  context: OperationContext,
  isHere: (candidate: OperationContext) => boolean,
): OperationContext {
  if (context.accessKeyId !== '' || isHere(context)) return context;
  const { cloud, account } = context;
  for (const region of cloud.regions()) {
    const candidate: OperationContext = {
      ...context,
      region,
      collection: (name) => cloud.collection({ account, region }, name),
    };
    if (isHere(candidate)) return candidate;
  }
  return context;
}
