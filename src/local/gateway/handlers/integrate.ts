/**
 * Gets the response from the stage's cache or the method's integration, and compresses it if the client accepts that.
 */

import { respondThroughCache } from '../cache/respond-through-cache.ts';
import { cachePolicy } from '../cache/stage-cache.ts';
import { compressResponse } from '../http/compress-response.ts';
import type { Handler } from './handler.ts';

export const integrate: Handler = (invocation, services) => {
  const { method } = invocation.route!;
  const policy = cachePolicy(invocation, services.cloud.transitions);
  const answer = policy
    ? respondThroughCache(invocation, services, policy)
    : method.integrate(invocation, services.cloud);
  const minimum = invocation.stage!.deployment.minimumCompressionSize;
  if (minimum === undefined) return answer;
  return Promise.resolve(answer).then((plain) => compressResponse(invocation, plain, minimum));
};
