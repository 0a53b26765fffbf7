/**
 * The settings of single methods of a stage: converts them from API Gateway's form, and makes the patches that change
 * them. Pure.
 */
import type { MethodSetting, PatchOperation } from '@aws-sdk/client-api-gateway';
import { patchSegment, removeOperation, replaceOperation } from '../../api-gateway/patch-path.ts';
import { accountThrottle } from '../../quotas/account-throttle.ts';
import type { MethodProperties } from './shape.ts';

/** The key of the settings for every method of a stage. */
export const EVERY_METHOD = '*/*';
export const DEFAULT_RATE = 10_000;
export const DEFAULT_BURST = 5_000;

type Throttle = MethodProperties['throttle'];

export type ObservedMethods = Record<string, MethodProperties>;

/**
 * If no throttle is wanted, AWS may return the account's quota in this region instead. It then counts as no throttle.
 */
export function observedThrottle(
  setting: MethodSetting | undefined,
  desired: Throttle | undefined,
  region: string,
): Throttle {
  const { throttlingRateLimit: rate = DEFAULT_RATE, throttlingBurstLimit: burst = DEFAULT_BURST } = setting ?? {};
  const quota = accountThrottle(region);
  const isQuota = rate === quota.rate && burst === quota.burst;
  const noneWanted = desired?.rate === DEFAULT_RATE && desired.burst === DEFAULT_BURST;
  return isQuota && noneWanted ? { rate: DEFAULT_RATE, burst: DEFAULT_BURST } : { rate, burst };
}

/**
 * The entries except `*\/*`, by `GET /items/{id}`. `cached` says whether the stage has a cache. Without one, caching is
 * not compared, because it has no effect and AWS turns it on in every entry (docs/aws/deployments.md).
 */
export function observedMethods(
  settings: Record<string, MethodSetting>,
  cached: boolean,
  desired: ObservedMethods,
  region: string,
): ObservedMethods {
  return Object.fromEntries(
    Object.entries(settings)
      .filter(([key]) => key !== EVERY_METHOD)
      .map(([key, setting]) => [
        nameOf(key),
        observedMethod(setting, cached, observedThrottle(setting, desired[nameOf(key)]?.throttle, region)),
      ]),
  );
}

/** Returns the methods with settings of their own, sorted. */
export const methodsWithSettings = (settings: Record<string, MethodSetting>): string[] =>
  Object.keys(settings)
    .filter((key) => key !== EVERY_METHOD)
    .map(nameOf)
    .sort();

const LOGGING_LEVELS = ['OFF', 'ERROR', 'INFO'] as const;

function observedMethod(setting: MethodSetting, cached: boolean, throttle: Throttle): MethodProperties {
  return {
    throttle,
    metrics: setting.metricsEnabled ?? false,
    logging: LOGGING_LEVELS.find((level) => level === setting.loggingLevel) ?? 'OFF',
    dataTrace: setting.dataTraceEnabled ?? false,
    ...(cached && { cache: observedCache(setting) }),
  };
}

function observedCache(setting: MethodSetting): MethodProperties['cache'] {
  if (setting.cachingEnabled === false) return 'off';
  return {
    ttl: setting.cacheTtlInSeconds ?? 300,
    encrypted: setting.cacheDataEncrypted ?? false,
    invalidation: invalidationOf(setting),
  };
}

export const STRATEGIES = {
  warn: 'SUCCEED_WITH_RESPONSE_HEADER',
  ignore: 'SUCCEED_WITHOUT_RESPONSE_HEADER',
  refuse: 'FAIL_WITH_403',
} as const;

function invalidationOf(setting: MethodSetting) {
  if (setting.requireAuthorizationForCacheControl === false) return 'anyone';
  const names = ['warn', 'ignore', 'refuse'] as const;
  return names.find((each) => STRATEGIES[each] === setting.unauthorizedCacheControlHeaderStrategy) ?? 'warn';
}

/** The patches for one `UpdateStage`, for any number of methods. Unwanted entries are removed. */
export function methodPatches(desired: ObservedMethods, observed: ObservedMethods): PatchOperation[] {
  const changed = Object.entries(desired).flatMap(([name, wanted]) => {
    const before = leavesOf(observed[name]);
    return Object.entries(leavesOf(wanted))
      .filter(([leaf, value]) => before[leaf] !== value)
      .map(([leaf, value]) => replaceOperation(`/${keyOf(name)}/${leaf}`, value));
  });
  const gone = Object.keys(observed).filter((name) => !(name in desired));
  return [...changed, ...gone.map((name) => removeOperation(`/${keyOf(name)}`))];
}

/** The values by patch path below `/{resource}/{method}`. */
function leavesOf(method: MethodProperties | undefined): Record<string, string | number | boolean> {
  if (!method) return {};
  const { throttle, metrics, logging, dataTrace, cache } = method;
  return {
    'throttling/rateLimit': throttle.rate,
    'throttling/burstLimit': throttle.burst,
    'metrics/enabled': metrics,
    'logging/loglevel': logging,
    'logging/dataTrace': dataTrace,
    ...(cache !== undefined && { 'caching/enabled': cache !== 'off' }),
    ...(cache !== undefined &&
      cache !== 'off' && {
        'caching/ttlInSeconds': cache.ttl,
        'caching/dataEncrypted': cache.encrypted,
        'caching/requireAuthorizationForCacheControl': cache.invalidation !== 'anyone',
        ...(cache.invalidation !== 'anyone' && {
          'caching/unauthorizedCacheControlHeaderStrategy': STRATEGIES[cache.invalidation],
        }),
      }),
  };
}

/** `GET /items/{id}` → `~1items~1{id}/GET`. */
function keyOf(name: string): string {
  const space = name.indexOf(' ');
  return `${patchSegment(name.slice(space + 1))}/${name.slice(0, space)}`;
}

function nameOf(key: string): string {
  const slash = key.lastIndexOf('/');
  return `${key.slice(slash + 1)} ${key.slice(0, slash).replaceAll('~1', '/').replaceAll('~0', '~')}`;
}
