/** What every handler of the gateway is, and what it may use besides the invocation. */
import type { Cloud } from '../../cloud.ts';
import type { AuthorizerCache } from '../authorizers/authorizer-cache.ts';
import type { ResponseCache } from '../cache/response-cache.ts';
import type { Answer, Invocation } from '../invocation.ts';
import type { KeyMembership } from '../limits/key-membership.ts';
import type { TokenBucket } from '../limits/token-bucket.ts';
import type { createApiFinder } from '../region-state.ts';

/**
 * One step of a call. It may fill in its group of the invocation, refuse by throwing a `GatewayError`, or end the
 * call by returning an answer; `undefined` passes on to the next step.
 */
export type Handler = (
  invocation: Invocation,
  services: GatewayServices,
) => Answer | undefined | Promise<Answer | undefined>;

export interface GatewayServices {
  readonly cloud: Cloud;
  readonly findApi: ReturnType<typeof createApiFinder>;
  readonly membership: KeyMembership;
  /** All throttles, by what they count. */
  readonly buckets: Map<string, TokenBucket>;
  /** Of all stages. */
  readonly cache: ResponseCache;
  readonly authorizerCache: AuthorizerCache;
  /** In [0, 1): decides which requests go to a canary. */
  random(): number;
}
