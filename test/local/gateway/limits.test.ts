import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countRequest } from '../../../src/local/gateway/limits/quota.ts';
import { type TokenBucket, takeToken } from '../../../src/local/gateway/limits/token-bucket.ts';
import type { UsageCount } from '../../../src/local/state/apis/model.ts';
import { periodStart } from '../../../src/local/state/apis/quota-period.ts';
import { memoryStore } from '../../../src/local/storage/store.ts';

describe('token bucket', () => {
  it('allows the burst at once and then one request for each 1/rate seconds', () => {
    const buckets = new Map<string, TokenBucket>();
    const take = (now: number) => takeToken(buckets, 'key', { rate: 2, burst: 3 }, now);
    expect([take(0), take(0), take(0), take(0)]).toEqual([true, true, true, false]);
    expect([take(499), take(500), take(501), take(1000)]).toEqual([false, true, false, true]);
  });

  it('follows a changed limit at once', () => {
    const buckets = new Map<string, TokenBucket>();
    expect(takeToken(buckets, 'key', { rate: 10, burst: 100 }, 0)).toBe(true);
    expect(takeToken(buckets, 'key', { rate: 1, burst: 0 }, 0)).toBe(false);
  });

  it('never allows more than burst + rate · t requests in any interval', () => {
    const gaps = fc.array(fc.nat(2_000), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 10 }), gaps, (rate, burst, waits) => {
        const buckets = new Map<string, TokenBucket>();
        let now = 0;
        const passed = waits.flatMap((wait) => {
          now += wait;
          return takeToken(buckets, 'key', { rate, burst }, now) ? [now] : [];
        });
        for (const [first, from] of passed.entries()) {
          for (const [last, to] of passed.entries()) {
            if (last < first) continue;
            expect(last - first + 1).toBeLessThanOrEqual(burst + (rate * (to - from)) / 1000 + 1e-6);
          }
        }
      }),
    );
  });

  it('adds and removes nothing when the clock steps back', () => {
    const buckets = new Map<string, TokenBucket>();
    const take = (now: number) => takeToken(buckets, 'key', { rate: 1, burst: 1 }, now);
    expect([take(10_000), take(0), take(500), take(1_000)]).toEqual([true, false, false, true]);
  });
});

describe('quota', () => {
  const at = (text: string) => Date.parse(`${text}T12:00:00Z`);
  const start = (period: 'DAY' | 'WEEK' | 'MONTH', offset: number, day: string) =>
    new Date(periodStart({ limit: 1, offset, period }, at(day))).toISOString().slice(0, 10);

  it('starts periods on the day of the offset', () => {
    expect(start('DAY', 0, '2026-11-20')).toBe('2026-11-20');
    expect(start('MONTH', 0, '2026-11-20')).toBe('2026-11-01');
    expect(start('MONTH', 9, '2026-11-20')).toBe('2026-11-10');
    expect(start('MONTH', 24, '2026-11-20')).toBe('2026-10-25');
    expect(start('WEEK', 0, '2026-11-20')).toBe('2026-11-15');
    expect(start('WEEK', 5, '2026-11-20')).toBe('2026-11-20');
    expect(start('WEEK', 6, '2026-11-20')).toBe('2026-11-14');
  });

  it('counts by day, rejects above the limit, and starts again with the period', () => {
    const usage = memoryStore().collection<UsageCount>('usage');
    const plan = { id: 'p', quota: { limit: 2, offset: 0, period: 'MONTH' as const } };
    const count = (day: string) => countRequest(usage, plan, 'k', at(day));
    expect([count('2026-11-20'), count('2026-11-21'), count('2026-11-30')]).toEqual([true, true, false]);
    expect(usage.keys()).toEqual(['p/k/2026-11-20', 'p/k/2026-11-21']);
    expect(count('2026-12-01')).toBe(true);
  });

  it('counts without a limit if the plan has no quota', () => {
    const usage = memoryStore().collection<UsageCount>('usage');
    for (let n = 0; n < 3; n += 1) expect(countRequest(usage, { id: 'p' }, 'k', at('2026-11-20'))).toBe(true);
    expect(usage.get('p/k/2026-11-20')).toEqual({ used: 3 });
  });
});
