/** Answers from the stage's cache, or calls the integration and caches its response. */

import { callerMay } from '../authorizers/iam-authorizer.ts';
import type { ClientResponse } from '../client-response.ts';
import { deniedByPolicy } from '../gateway-error.ts';
import type { GatewayServices } from '../handlers/handler.ts';
import { headerValue } from '../http/request-headers.ts';
import { withHeader } from '../http/response-headers.ts';
import type { Invocation } from '../invocation.ts';
import { MAX_CACHED_BODY } from './response-cache.ts';
import { type CachePolicy, cacheGeneration } from './stage-cache.ts';

/** The code is HTTP's "miscellaneous warning". AWS documents the header, but not its text. */
const WARNING = '199 apigateway "Cache-Control ignored: not authorized to invalidate the cache"';

/** Throws ACCESS_DENIED for an invalidation without permission, if the stage is set up so. */
export async function respondThroughCache(
  invocation: Invocation,
  { cloud, cache }: GatewayServices,
  policy: CachePolicy,
): Promise<ClientResponse> {
  const { method } = invocation.route!;
  const key = `${generation(invocation)} ${method.cacheKey(invocation)}`;
  const wantsFresh = requestsInvalidation(invocation);
  const refused =
    wantsFresh && policy.invalidation !== 'anyone' && !callerMay(invocation, cloud, 'execute-api:InvalidateCache');
  if (refused && policy.invalidation === 'FAIL_WITH_403')
    throw deniedByPolicy(
      'User is not authorized to access this resource',
      'only signed callers may invalidate the cache',
    );

  const found = wantsFresh && !refused ? undefined : cache.find(key, cloud.clock.now());
  invocation.cache = found ? 'hit' : 'miss';
  const answer = found ?? (await method.integrate(invocation, cloud));
  if (!found && isCacheable(answer)) cache.keep(key, answer, cloud.clock.now() + policy.ttlMs);
  return refused && policy.invalidation === 'SUCCEED_WITH_RESPONSE_HEADER'
    ? { ...answer, headers: withHeader(answer.headers, 'Warning', WARNING) }
    : answer;
}

/**
 * Errors of a backend are not cached, because a short failure would be served for minutes. AWS does not document this.
 */
const isCacheable = ({ status, body }: ClientResponse): boolean =>
  status < 500 && Buffer.byteLength(body) <= MAX_CACHED_BODY;

function generation({ stage, target, stageName }: Invocation): string {
  const { state, stage: settings, isCanary } = stage!;
  const flushes = state.cacheFlushes.get(`${target.apiId}/${stageName}`)?.count ?? 0;
  return cacheGeneration(settings, flushes, isCanary);
}

function requestsInvalidation({ headers }: Invocation): boolean {
  const directives = headerValue(headers, 'cache-control')?.toLowerCase().split(',');
  return directives?.some((directive) => directive.trim() === 'max-age=0') ?? false;
}
