/**
 * Distinguishes the cached responses of a method: only the declared cache key parameters count, nothing else of the
 * request.
 */
import type { Integration } from '../../state/apis/model.ts';
import type { CacheKey } from '../invocation.ts';
import { compileValueSource } from '../values/value-source.ts';

/**
 * `cacheKeyParameters` name parameters of the method request (`method.request.querystring.q`), or parameters of the
 * integration request that are mapped from them. Methods with the same namespace, by default the ID of the resource,
 * share entries.
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
