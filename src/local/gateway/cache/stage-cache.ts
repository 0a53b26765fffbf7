/** Decides whether and for how long a stage caches the responses of a method. */
import type { Transitions } from '../../cloud/cloud.ts';
import type { Stage } from '../../state/apis/model.ts';
import type { Invocation } from '../invocation.ts';
import { methodSetting, ownMethodSetting } from '../method-setting.ts';

export interface CachePolicy {
  readonly ttlMs: number;
  readonly invalidation: 'anyone' | Unauthorized;
}

/** How to answer a request that asks for a fresh response without the permission. */
export type Unauthorized = 'FAIL_WITH_403' | 'SUCCEED_WITH_RESPONSE_HEADER' | 'SUCCEED_WITHOUT_RESPONSE_HEADER';

/**
 * Returns `undefined` if the method is not cached. By default a stage caches only GET; other methods need a setting of
 * their own (Developer Guide, "Cache settings for REST APIs": "by default, only GET methods have caching enabled"). A
 * cluster that is still being created caches nothing.
 */
export function cachePolicy(invocation: Invocation, transitions: Transitions): CachePolicy | undefined {
  const { stage, scope } = invocation.stage!;
  const key = `${invocation.target.apiId}/${invocation.stageName}`;
  if (!stage.cacheClusterEnabled || transitions.pending(scope, 'cacheCluster', key)) return undefined;
  const setting = invocation.httpMethod === 'GET' ? methodSetting(invocation) : ownMethodSetting(invocation);
  if (!setting?.cachingEnabled || setting.cacheTtlInSeconds === 0) return undefined;
  return {
    ttlMs: setting.cacheTtlInSeconds * 1000,
    invalidation: setting.requireAuthorizationForCacheControl
      ? (setting.unauthorizedCacheControlHeaderStrategy as Unauthorized)
      : 'anyone',
  };
}

/**
 * Identifies one of the stage's caches: a flush, a resize and a canary without `useStageCache` each start a new cache.
 * A new deployment does not (Developer Guide: responses live until their TTL or a flush).
 */
export function cacheGeneration(stage: Stage, flushes: number, isCanary: boolean | undefined): string {
  const own = isCanary && !stage.canarySettings?.useStageCache ? 'canary' : 'stage';
  return `${stage.createdDate}/${stage.cacheClusterSize}/${flushes}/${own}`;
}
