import { describe, expect, it } from 'vitest';
import { type Limits, type RequestCount, raises, refusals } from '../../src/logs/refusals.ts';

const LIMITS: Limits = {
  planOf: new Map([
    ['k1', 'basic'],
    ['k2', 'basic'],
    ['k3', 'bulk'],
  ]),
  plans: {
    basic: { throttle: { rate: 5, burst: 5 }, quota: { limit: 100, period: 'DAY' }, operations: {} },
    bulk: { throttle: { rate: 50, burst: 50 }, operations: { 'POST /items': { rate: 2, burst: 2 } } },
  },
  operations: { 'GET /report': { rate: 1, burst: 1 } },
  stage: { rate: 40, burst: 40 },
  account: { rate: 10_000, burst: 5_000 },
};

const count = (more: Partial<RequestCount> = {}): RequestCount => ({
  apiKeyId: 'k1',
  method: 'GET',
  resourcePath: '/items',
  status: 429,
  errorType: 'THROTTLED',
  lambda: undefined,
  total: 30,
  peak: 10,
  first: 0,
  last: 1_000,
  example: 'r',
  ...more,
});
const served = (more: Partial<RequestCount> = {}) =>
  count({ status: 200, errorType: undefined, total: 100, peak: 5, ...more });
const limitsOf = (...counts: RequestCount[]) => refusals(counts, LIMITS).map(({ limit }) => limit);

describe('the limit that rejected a request', () => {
  it('is the plan of the key, if the key used that much', () => {
    expect(limitsOf(served(), count())).toEqual(['plan rate']);
  });

  it('is not the plan of a key that used less, but the next limit', () => {
    const quiet = { apiKeyId: 'k2', peak: 1 };
    const others = served({ apiKeyId: undefined, peak: 60 });
    expect(limitsOf(others, count(quiet))).toEqual(['stage']);
  });

  it('is that of the operation in the plan, then of the operation itself, before the limits for all', () => {
    expect(limitsOf(count({ apiKeyId: 'k3', method: 'POST' }))).toEqual(['plan operation']);
    expect(limitsOf(count({ apiKeyId: undefined, resourcePath: '/report' }))).toEqual(['operation']);
  });

  it('is not the plan for an operation with its own limit in the plan', () => {
    const elsewhere = served({ apiKeyId: 'k3', peak: 60 });
    expect(limitsOf(elsewhere, count({ apiKeyId: 'k3', method: 'POST', peak: 1 }))).toEqual(['account']);
  });

  it('is the account if no limit of the stage was reached, and each operation has that limit separately', () => {
    expect(limitsOf(count({ apiKeyId: undefined, peak: 2 }))).toEqual(['account']);
    const elsewhere = served({ apiKeyId: undefined, method: 'POST', peak: 500 });
    expect(limitsOf(elsewhere, count({ apiKeyId: undefined, peak: 2 }))).toEqual(['account']);
  });

  it('is the quota, the function or the handler if the log says so', () => {
    expect(limitsOf(count({ errorType: 'QUOTA_EXCEEDED' }))).toEqual(['plan quota']);
    expect(limitsOf(count({ status: 500, errorType: 'DEFAULT_5XX', lambda: 'TooManyRequests' }))).toEqual(['function']);
    expect(limitsOf(count({ errorType: undefined }))).toEqual(['handler']);
  });

  it('does not exist for a request that succeeded, or failed otherwise', () => {
    expect(limitsOf(served(), count({ status: 500, errorType: 'DEFAULT_5XX' }))).toEqual([]);
  });
});

describe('a suggested limit', () => {
  const raised = (...counts: RequestCount[]) => raises(refusals(counts, LIMITS), LIMITS);

  it('for a plan is the need of its busiest key, over all operations', () => {
    const counts = [count(), count({ method: 'POST', peak: 4 }), count({ apiKeyId: 'k2', peak: 12 })];
    expect(raised(...counts)).toEqual([
      { limit: 'plan rate', setting: 'rate', plan: 'basic', from: 5, to: 19 },
      { limit: 'plan rate', setting: 'burst', plan: 'basic', from: 5, to: 19 },
    ]);
  });

  it('for a stage is the need of its busiest operation, from all callers, and the burst only if it is too small', () => {
    const limits = { ...LIMITS, stage: { rate: 40, burst: 500 } };
    const counts = ['k8', 'k9'].map((apiKeyId) => count({ apiKeyId, peak: 30 }));
    counts.push(count({ apiKeyId: 'k8', method: 'POST', peak: 35 }));
    expect(raises(refusals(counts, limits), limits)).toEqual([{ limit: 'stage', setting: 'rate', from: 40, to: 100 }]);
  });

  it('for a quota adds the rejected requests, and for a handler is empty', () => {
    expect(raised(count({ errorType: 'QUOTA_EXCEEDED' }))).toEqual([
      { limit: 'plan quota', setting: 'quota', plan: 'basic', from: 100, to: 130, period: 'DAY' },
    ]);
    expect(raised(count({ errorType: undefined }))).toEqual([]);
  });

  it('for a quota adds the rejected requests of one period, not of all days', () => {
    const fourDays = { errorType: 'QUOTA_EXCEEDED', first: 0, last: 3.5 * 86_400_000 };
    const to = (...counts: RequestCount[]) => raised(...counts)[0]!.to;
    expect(to(count(fourDays))).toBe(108);
    expect(to(count(fourDays), count({ ...fourDays, apiKeyId: 'k2', total: 10, last: 9 }))).toBe(110);
    expect(to(count({ ...fourDays, first: undefined, last: undefined }))).toBe(130);
  });

  it.each([
    ['WEEK', 8, 115],
    ['MONTH', 75, 110],
  ])('for a quota by %s over %i days is %i', (period, days, most) => {
    const quota = { limit: 100, period };
    const limits = { ...LIMITS, plans: { basic: { quota, operations: {} } } };
    const refused = refusals([count({ errorType: 'QUOTA_EXCEEDED', last: days * 86_400_000 })], limits);
    expect(raises(refused, limits)[0]!.to).toBe(most);
  });
});
