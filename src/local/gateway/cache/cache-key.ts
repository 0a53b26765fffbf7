/** What tells cached answers of a method apart: the declared cache key parameters, and nothing else of the request. */
import type { Integration } from '../../services/apigateway/model.ts';
import type { Invocation } from '../invocation.ts';
import { compileValueSource } from '../values/value-source.ts';

export type CacheKey = (invocation: Invocation) => string;

/**
 * `cacheKeyParameters` name parameters of the method request (`method.request.querystring.q`) or of the integration
 * request, which are mapped from them. The namespace, the resource's id by default, lets methods share entries.
 */
export function compileCacheKey(integration: Integration | undefined, resourceId: string): CacheKey {
  const namespace = integration?.cacheNamespace ?? resourceId;
  const sources = (integration?.cacheKeyParameters ?? []).map((parameter) => {
    const mapped = parameter.startsWith('integration.') ? integration?.requestParameters?.[parameter] : parameter;
    return mapped === undefined ? undefined : compileValueSource(mapped);
  });
  return (invocation) => {
    const { target, stageName, httpMethod } = invocation;
    const values = sources.map((source) => source?.(invocation) ?? null);
    return JSON.stringify([target.apiId, stageName, namespace, httpMethod, values]);
  };
}
