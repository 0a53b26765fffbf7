/** Whether a caller may ask for an answer that does not come from the cache. */
import type { Cloud } from '../../cloud.ts';
import { callerMay } from '../authorizers/iam-authorizer.ts';
import type { Invocation } from '../invocation.ts';

/** Only a signed caller can hold `execute-api:InvalidateCache` (aws-facts §6). */
export function mayInvalidate(invocation: Invocation, cloud: Cloud): boolean {
  return callerMay(invocation, cloud, 'execute-api:InvalidateCache');
}
