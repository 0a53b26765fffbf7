/** The values of method settings: their patch paths, how each parses its text, and the defaults of a new entry. */
import { accountThrottle } from '../../../state/apis/account-throttle.ts';
import type { MethodSetting } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import type { Change } from '../patch/patch.ts';
import { isTrue, numberIn } from '../patch/rules.ts';

/**
 * Created with the first value that is set (docs/aws/deployments.md). It is assumed that the throttle is the account's
 * in the region.
 */
export function defaultSetting(region: string): MethodSetting {
  const { rate, burst } = accountThrottle(region);
  return {
    metricsEnabled: false,
    loggingLevel: 'OFF',
    dataTraceEnabled: false,
    throttlingBurstLimit: burst,
    throttlingRateLimit: rate,
    cachingEnabled: true,
    cacheTtlInSeconds: 300,
    cacheDataEncrypted: false,
    requireAuthorizationForCacheControl: true,
    unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
  };
}

const LOG_LEVELS = ['OFF', 'ERROR', 'INFO'];
const STRATEGIES = ['FAIL_WITH_403', 'SUCCEED_WITH_RESPONSE_HEADER', 'SUCCEED_WITHOUT_RESPONSE_HEADER'];
const MAX_TTL_SECONDS = 3600;

export interface SettingLeaf {
  /** The path after `/{resource}/{method}`. */
  readonly path: string;
  read(change: Change): Partial<MethodSetting>;
}

export const SETTING_LEAVES: readonly SettingLeaf[] = [
  { path: '/metrics/enabled', read: ({ value }) => ({ metricsEnabled: isTrue(value) }) },
  { path: '/logging/dataTrace', read: ({ value }) => ({ dataTraceEnabled: isTrue(value) }) },
  {
    path: '/logging/loglevel',
    read: ({ value }) => ({ loggingLevel: oneOf(value?.toUpperCase(), LOG_LEVELS, 'log level') }),
  },
  { path: '/throttling/burstLimit', read: (change) => ({ throttlingBurstLimit: numberIn(change, Number.isInteger) }) },
  { path: '/throttling/rateLimit', read: (change) => ({ throttlingRateLimit: numberIn(change) }) },
  {
    path: '/caching/ttlInSeconds',
    read: (change) => ({ cacheTtlInSeconds: numberIn(change, (ttl) => ttl >= 0 && ttl <= MAX_TTL_SECONDS) }),
  },
  { path: '/caching/enabled', read: ({ value }) => ({ cachingEnabled: isTrue(value) }) },
  { path: '/caching/dataEncrypted', read: ({ value }) => ({ cacheDataEncrypted: isTrue(value) }) },
  {
    path: '/caching/requireAuthorizationForCacheControl',
    read: ({ value }) => ({ requireAuthorizationForCacheControl: isTrue(value) }),
  },
  {
    path: '/caching/unauthorizedCacheControlHeaderStrategy',
    read: ({ value }) => ({
      unauthorizedCacheControlHeaderStrategy: oneOf(value, STRATEGIES, 'unauthorizedCacheControlHeaderStrategy'),
    }),
  },
];

function oneOf(value: string | undefined, allowed: readonly string[], what: string): string {
  if (value === undefined || !allowed.includes(value)) {
    throw badRequest(`Invalid ${what} specified: ${value ?? ''}. Valid values are ${allowed.join(', ')}`);
  }
  return value;
}
