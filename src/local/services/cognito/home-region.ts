/**
 * The region of calls that nobody signs, which say neither who calls nor where: on AWS the host name tells. Here the
 * client or pool that the call names does.
 */
import type { OperationContext } from '../../operation.ts';

/** The context of the region where `isHere` holds; the call's own when it holds nowhere, or the call is signed. */
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
