/** Whether a caller may ask for an answer that does not come from the cache. */
import type { Cloud } from '../../cloud.ts';
import type { Invocation } from '../invocation.ts';

/** Only a signed caller can hold `execute-api:InvalidateCache` (aws-facts §6). */
export function mayInvalidate(invocation: Invocation, _cloud: Cloud): boolean {
  return invocation.authorization?.caller !== undefined;
}
