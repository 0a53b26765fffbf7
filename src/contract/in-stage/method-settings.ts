/** What the operations of a contract say of the methods of a stage: settings that need no deployment. Pure. */
import type { CacheConfig, StageConfig } from '../../config/config.ts';
import type { Operation } from '../model/operations.ts';

/** What one method of a stage does otherwise than the stage's default. */
interface MethodSettings extends Pick<StageConfig, 'throttle' | 'metrics' | 'logging' | 'dataTrace'> {
  cache?: 'off' | Pick<CacheConfig, 'ttl' | 'encrypted' | 'invalidation'>;
}

/**
 * By `GET /items/{id}`, of operations with a throttle or a cache of their own. An entry replaces the stage's default as a
 * whole, so each says everything; nothing is said of caching where the stage has no cache.
 */
export function methodSettings(operations: readonly Operation[], config: StageConfig): Record<string, MethodSettings> {
  const { cache: stageCache, throttle: stageThrottle, metrics, logging, dataTrace } = config;
  const entries = operations.flatMap(({ method, path, settings }): [string, MethodSettings][] => {
    const cached = settings.cache !== undefined && stageCache !== undefined;
    if (settings.throttle === undefined && !cached) return [];
    const base = { throttle: settings.throttle ?? stageThrottle, metrics, logging, dataTrace };
    if (!stageCache) return [[`${method} ${path}`, base]];
    const { ttl, encrypted, invalidation } = stageCache;
    const cache = settings.cache ? { ttl: settings.cache.ttl ?? ttl, encrypted, invalidation } : 'off';
    return [[`${method} ${path}`, { ...base, cache }]];
  });
  return Object.fromEntries(entries);
}
