/** Returns the cache keys of an operation. Pure. */
import type { CorsConfig } from '../../config/config.ts';
import { hasOneOrigin } from '../../config/loopback-origins.ts';
import type { Operation } from '../model/operations.ts';
import { isMappable } from '../model/parameters.ts';
import type { CacheKey } from '../model/settings.ts';

/**
 * If the contract names no keys, every declared path and query parameter is a key: API Gateway itself would give all of
 * them one response (docs/aws/data-plane.md). The Origin header is a key if the response names the request's origin.
 */
export function cacheKeys({ settings, parameters }: Operation, cors: CorsConfig | undefined): CacheKey[] {
  if (!settings.cache) return [];
  const keys: readonly CacheKey[] =
    settings.cache.keys ??
    parameters
      .filter(isMappable)
      .flatMap(({ in: place, name }) => (place === 'path' || place === 'query' ? [{ in: place, name }] : []));
  const own = keys.map(({ in: place, name }) => ({ in: place, name }));
  const hasOrigin = own.some((key) => key.in === 'header' && key.name.toLowerCase() === 'origin');
  const varies = cors !== undefined && !hasOneOrigin(cors) && !hasOrigin;
  return varies ? [...own, { in: 'header', name: 'Origin' }] : own;
}

/** For example `method.request.querystring.status`. */
export function keyParameter({ in: place, name }: CacheKey): string {
  return `method.request.${place === 'query' ? 'querystring' : place}.${name}`;
}
