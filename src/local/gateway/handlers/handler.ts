/** The interface of the gateway's handlers, and what they may use besides the invocation. */
import type { Cloud } from '../../cloud/cloud.ts';
import type { AuthorizerCache } from '../authorizers/authorizer-cache.ts';
import type { ResponseCache } from '../cache/response-cache.ts';
import type { ClientResponse } from '../client-response.ts';
import type { RequestRates } from '../firewall/request-rates.ts';
import type { Invocation } from '../invocation.ts';
import type { KeyMembership } from '../limits/key-membership.ts';
import type { TokenBucket } from '../limits/token-bucket.ts';
import type { createApiFinder } from '../region-state.ts';

/**
 * One step of a request. It can fill in its part of the invocation, reject the request by throwing a `GatewayError`, or
 * end it by returning a response; `undefined` passes on to the next step.
 */
export type Handler = (
  invocation: Invocation,
  services: GatewayServices,
) => ClientResponse | undefined | Promise<ClientResponse | undefined>;

export interface GatewayServices {
  readonly cloud: Cloud;
  readonly findApi: ReturnType<typeof createApiFinder>;
  readonly membership: KeyMembership;
  /** All throttling buckets, by what they count. */
  readonly buckets: Map<string, TokenBucket>;
  /** The response cache of all stages. */
  readonly cache: ResponseCache;
  readonly authorizerCache: AuthorizerCache;
  /** The requests that rate-based rules of AWS WAF count. */
  readonly rates: RequestRates;
  /** Returns a number in [0, 1) that decides which requests go to a canary. */
  random(): number;
}
