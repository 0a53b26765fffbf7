/**
 * Finds the callers that were throttled, and the limit for each, from counts of the access log. API Gateway says only
 * that a request exceeded a rate or a quota. So the limits are checked in API Gateway's order, and the first limit that
 * was reached is the one. Pure.
 */
import { PROBE_PATH } from '../naming/release-marks.ts';

/** A rate in requests per second, and a burst. */
export interface Rate {
  readonly rate: number;
  readonly burst: number;
}

/** The limits of a stage. The names of operations have the form `GET /items`. */
export interface Limits {
  /** The usage plan of each API key ID. */
  readonly planOf: ReadonlyMap<string, string>;
  readonly plans: Readonly<Record<string, PlanLimits>>;
  /** The limits of operations with their own settings. */
  readonly operations: Readonly<Record<string, Rate>>;
  /** The limit of each other operation. */
  readonly stage: Rate;
  readonly account: Rate;
}

export interface PlanLimits {
  readonly throttle?: Rate;
  readonly quota?: { readonly limit: number; readonly period: string };
  readonly operations: Readonly<Record<string, Rate>>;
}

/** A row of `REFUSALS_QUERY`: requests with the same key, operation, status and error type. */
export interface RequestCount {
  readonly apiKeyId: string | undefined;
  readonly method: string;
  readonly resourcePath: string;
  readonly status: number;
  readonly errorType: string | undefined;
  /** The part of the integration error that shows that Lambda throttled the call. */
  readonly lambda: string | undefined;
  readonly total: number;
  /** The most of these requests in one second. */
  readonly peak: number;
  /** In ms since the epoch. `first`, `last` and `example` are set if Logs Insights returned them in a known form. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly example: string | undefined;
}

export type LimitKind =
  | 'plan rate'
  | 'plan quota'
  | 'plan operation'
  | 'operation'
  | 'stage'
  | 'account'
  | 'function'
  | 'handler';

export interface Refusal {
  readonly limit: LimitKind;
  readonly keyId?: string;
  readonly plan?: string;
  readonly method: string;
  readonly path: string;
  readonly count: number;
  /** The most rejected requests in one second. */
  readonly peak: number;
  readonly first: number | undefined;
  readonly last: number | undefined;
  /** A request ID. */
  readonly example: string | undefined;
}

/**
 * A query of Logs Insights. The first `stats` counts by second, so that the second `stats` can find the busiest second.
 * Rejected requests come first, because a result may not have room for all rows.
 */
export const REFUSALS_QUERY = [
  // Leaves out the requests with which a deploy asks for the release.
  `filter ispresent(resourcePath) and path not like "${PROBE_PATH}"`,
  'parse integrationError /(?<lambda>TooManyRequests|[Rr]ate [Ee]xceeded|status: 429|ConcurrentInvocation)/',
  'stats count(*) as n, max(requestId) as one by bin(1s) as second, apiKeyId, method, resourcePath, status, errorType, lambda',
  'stats sum(n) as total, max(n) as peak, min(second) as first, max(second) as last, max(one) as example by apiKeyId, method, resourcePath, status, errorType, lambda',
  'sort errorType desc, total desc',
  'limit 10000',
].join(' | ');

/** The most frequent first. */
export function refusals(counts: readonly RequestCount[], limits: Limits): Refusal[] {
  const asked = peaks(counts);
  return counts
    .flatMap((count): Refusal[] => {
      const limit = limitOf(count, limits, asked);
      if (limit === undefined) return [];
      const { apiKeyId, method, resourcePath, total, peak, first, last, example } = count;
      const plan = limit.startsWith('plan') ? limits.planOf.get(apiKeyId ?? '') : undefined;
      const who = { ...(apiKeyId !== undefined && { keyId: apiKeyId }), ...(plan !== undefined && { plan }) };
      return [{ limit, ...who, method, path: resourcePath, count: total, peak, first, last, example }];
    })
    .sort((a, b) => b.count - a.count);
}

const routeOf = ({ method, resourcePath }: RequestCount): string => `${method} ${resourcePath}`;
const operationOf = ({ method, path }: Refusal): string => `${method} ${path}`;

/** The highest possible number of requests in one second, rejected or not. The true number is never higher. */
interface Asked {
  readonly byKey: ReadonlyMap<string, number>;
  readonly byRoute: ReadonlyMap<string, number>;
  readonly byBoth: ReadonlyMap<string, number>;
}

const keyOf = ({ apiKeyId = '' }: RequestCount): string => apiKeyId;
const bothOf = (count: RequestCount): string => `${keyOf(count)} ${routeOf(count)}`;

function peaks(counts: readonly RequestCount[]): Asked {
  const peak = (count: RequestCount) => count.peak;
  return {
    byKey: sums(counts, keyOf, peak),
    byRoute: sums(counts, routeOf, peak),
    byBoth: sums(counts, bothOf, peak),
  };
}

function limitOf(count: RequestCount, limits: Limits, asked: Asked): LimitKind | undefined {
  if (count.lambda !== undefined && count.status >= 500) return 'function';
  if (count.errorType === 'QUOTA_EXCEEDED') return 'plan quota';
  if (count.errorType !== 'THROTTLED') return count.status === 429 ? 'handler' : undefined;
  const operation = routeOf(count);
  const plan = limits.plans[limits.planOf.get(keyOf(count)) ?? ''];
  const inPlan = plan?.operations[operation];
  if (inPlan && isReached(inPlan, asked.byBoth.get(bothOf(count)))) return 'plan operation';
  if (!inPlan && plan?.throttle && isReached(plan.throttle, asked.byKey.get(keyOf(count)))) return 'plan rate';
  const own = limits.operations[operation];
  if (!isReached(own ?? limits.stage, asked.byRoute.get(operation))) return 'account';
  return own ? 'operation' : 'stage';
}

/**
 * A bucket rejects nothing if the requests stay below both its burst and its rate. The peak is doubled, because a burst
 * may fall into two seconds of the clock.
 */
const isReached = ({ rate, burst }: Rate, peak = 0): boolean => 2 * peak > Math.min(rate, burst);

/** The new value of one limit, for all callers and operations that it throttled. */
export interface Raise {
  readonly limit: LimitKind;
  readonly setting: 'rate' | 'burst' | 'quota';
  readonly plan?: string;
  readonly operation?: string;
  readonly from: number;
  readonly to: number;
  /** The period of a quota. */
  readonly period?: string;
}

/**
 * The limits that would have let all requests through. There is none for a handler's own 429 responses and for Lambda's
 * throttling.
 */
export function raises(refused: readonly Refusal[], limits: Limits): Raise[] {
  const groups = grouped(refused, (refusal) => {
    const operation = /operation/.test(refusal.limit) ? operationOf(refusal) : '';
    return JSON.stringify([refusal.limit, refusal.plan ?? '', operation]);
  });
  return groups.flatMap((group) => raise(group, limits));
}

function raise(group: readonly Refusal[], limits: Limits): Raise[] {
  const { limit, plan = '' } = group[0]!;
  const operation = operationOf(group[0]!);
  const ofPlan = limits.plans[plan];
  if (limit === 'plan quota') {
    const quota = ofPlan?.quota;
    if (!quota) return [];
    const { limit: from, period } = quota;
    const ofKeys = grouped(group, ({ keyId = '' }) => keyId);
    const refused = Math.max(...ofKeys.map((its) => refusedInPeriod(its, period)));
    return [{ limit, setting: 'quota', plan, from, to: from + refused, period }];
  }
  const rates: Partial<Record<LimitKind, Rate | undefined>> = {
    'plan rate': ofPlan?.throttle,
    'plan operation': ofPlan?.operations[operation],
    operation: limits.operations[operation],
    stage: limits.stage,
    account: limits.account,
  };
  const known = rates[limit];
  if (known === undefined) return [];
  // A plan's rate applies to each key, the stage's rate to each operation, the account's rate to all requests.
  const isForKey = limit.startsWith('plan');
  const bucketOf = (refusal: Refusal) => (isForKey ? refusal.keyId : limit === 'stage' && operationOf(refusal)) || '';
  const to = Math.ceil(known.rate + Math.max(...sums(group, bucketOf, ({ peak }) => peak).values()));
  const of = { limit, ...(isForKey && { plan }), ...(/operation/.test(limit) && { operation }) };
  const rate: Raise = { ...of, setting: 'rate', from: known.rate, to };
  // All these requests may have come at once.
  return known.burst >= to ? [rate] : [rate, { ...of, setting: 'burst', from: known.burst, to }];
}

const DAY = 86_400_000;

/**
 * The rejected requests of one key in the worst period of its quota. It is a lower bound, because the log is counted as
 * a whole.
 */
function refusedInPeriod(its: readonly Refusal[], period: string): number {
  const count = its.reduce((sum, each) => sum + each.count, 0);
  const times = its.flatMap(({ first, last }) => [first, last]).filter((time) => time !== undefined);
  if (times.length === 0) return count;
  return Math.ceil(count / periodsIn(Math.min(...times), Math.max(...times), period));
}

/** The number of periods in UTC, as API Gateway counts. AWS does not say on which day a week begins. */
function periodsIn(first: number, last: number, period: string): number {
  if (period === 'WEEK') return Math.floor((last - first) / (7 * DAY)) + 1;
  if (period === 'DAY') return Math.floor(last / DAY) - Math.floor(first / DAY) + 1;
  const [from, to] = [new Date(first), new Date(last)];
  return (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth() + 1;
}

function grouped<T>(all: readonly T[], by: (one: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(by(one));
    if (group) group.push(one);
    else groups.set(by(one), [one]);
  }
  return [...groups.values()];
}

function sums<T>(all: readonly T[], by: (one: T) => string, of: (one: T) => number): Map<string, number> {
  const found = new Map<string, number>();
  for (const one of all) found.set(by(one), (found.get(by(one)) ?? 0) + of(one));
  return found;
}
