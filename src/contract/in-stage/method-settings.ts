/** Derives the method settings of a stage from the operations of a contract. They need no deployment. Pure. */
import type { CacheConfig, StageConfig } from '../../config/config.ts';
import type { Operation } from '../model/operations.ts';

/** The settings of one method that differ from the stage's default. */
interface MethodSettings extends Pick<StageConfig, 'throttle' | 'metrics' | 'logging' | 'dataTrace'> {
  cache?: 'off' | Pick<CacheConfig, 'ttl' | 'encrypted' | 'invalidation'>;
}

/**
 * Returns the settings by keys such as `GET /items/{id}`, for operations with their own throttle or cache. An entry
 * replaces the whole default of the stage, so each entry is complete. It contains no cache settings if the stage has no
 * cache.
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
