/** Good canaries are left alone, and bad ones are found as soon as there are enough requests. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createComparison, type Window } from '../../src/canary/comparison.ts';
import { addLatency, countLatencies, percentile } from '../../src/canary/latencies.ts';
import { DEFAULT_LIMITS } from '../../src/canary/limits.ts';
import { addResult, emptyPair, emptySample, type ReleasePair } from '../../src/canary/sample.ts';
import { dice, type MadeUp, simulate } from './simulate.ts';

const MADE: MadeUp = { errorRate: 0.01, errorTimes: 1, latencyTimes: 1, rate: 50, share: 0.1, bake: 300 };

/** Returns how often each result occurred. */
function ends(made: Partial<MadeUp>, runs: number, seed = 1): Record<string, number> {
  const random = dice(seed);
  const counts: Record<string, number> = { aborted: 0, good: 0, doubtful: 0, 'too few': 0 };
  for (let run = 0; run < runs; run += 1) counts[simulate({ ...MADE, ...made }, random).end]! += 1;
  return counts;
}

describe('simulated canaries', () => {
  it.each([0.001, 0.01, 0.05])('stay if they are no worse, at an error rate of %d', (errorRate) => {
    const { aborted } = ends({ errorRate, rate: 20 }, 40, 3);
    expect(aborted).toBeLessThanOrEqual(1);
  });

  it.each<Partial<MadeUp>>([
    { errorTimes: 5 },
    { errorTimes: 3, bake: 600 },
    { errorRate: 0.05, errorTimes: 2, bake: 600 },
    { errorRate: 0, errorTimes: 1, latencyTimes: 2 },
    { errorRate: 0.2, errorTimes: 1, limits: { ...DEFAULT_LIMITS, maxErrorRate: 0.05 } },
  ])('are detected: %j', (made) => {
    expect(ends(made, 10).aborted).toBe(10);
  });

  it('are not judged by a latency below the limit', () => {
    expect(ends({ latencyTimes: 1.25 }, 20).aborted).toBeLessThanOrEqual(1);
  });

  it('are judged neither good nor bad with too few requests', () => {
    expect(ends({ rate: 1 }, 20)['too few']).toBe(20);
  });
});

function pairOf(canary: readonly number[], stable: readonly number[], latency = 50): ReleasePair {
  const pair = emptyPair();
  for (const status of canary) addResult(pair.canary, { status, latency });
  for (const status of stable) addResult(pair.stable, { status, latency });
  return pair;
}
const windowOf = (operations: Record<string, ReleasePair>, cold = false): Window => ({
  operations: new Map(Object.entries(operations)),
  cold,
});
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('a comparison', () => {
  it('detects a canary that always fails within seconds, with any minRequests', () => {
    const comparison = createComparison({ ...DEFAULT_LIMITS, minRequests: 10_000 });
    comparison.add(windowOf({ 'GET /a': pairOf(times(6, 502), times(54, 200)) }));
    expect(comparison.faults()[0]).toMatchObject({ what: 'errorRate', canary: 1, stable: null });
    expect(comparison.faults()).toContainEqual({ what: 'errorIncrease', operation: null, canary: 1, stable: 0 });
  });

  it('ignores errors of both releases, but ends a canary above maxErrorRate', () => {
    const everywhere = windowOf({
      'GET /a': pairOf([...times(8, 503), ...times(2, 200)], [...times(72, 503), ...times(18, 200)]),
    });
    const lenient = createComparison({ ...DEFAULT_LIMITS, maxErrorRate: 1 });
    const strict = createComparison(DEFAULT_LIMITS);
    for (let look = 0; look < 20; look += 1) {
      lenient.add(everywhere);
      strict.add(everywhere);
    }
    expect(lenient.faults()).toEqual([]);
    expect(strict.faults().map(({ what }) => what)).toEqual(['errorRate']);
  });

  it('finds one failing operation among many requests of others', () => {
    const comparison = createComparison(DEFAULT_LIMITS);
    for (let look = 0; look < 30; look += 1)
      comparison.add(
        windowOf({
          'GET /busy': pairOf(times(300, 200), times(2_700, 200)),
          'POST /rare': pairOf([500, 200], times(18, 200)),
        }),
      );
    expect(comparison.faults()).toContainEqual({
      what: 'errorIncrease',
      operation: 'POST /rare',
      canary: 0.5,
      stable: 0,
    });
    expect(comparison.faults().some(({ operation }) => operation === 'GET /busy')).toBe(false);
  });

  it('accepts a certain increase within the limit', () => {
    const comparison = createComparison({ ...DEFAULT_LIMITS, maxErrorIncrease: 2, maxErrorRate: 1 });
    const twice = windowOf({
      'GET /a': pairOf([...times(20, 500), ...times(80, 200)], [...times(90, 500), ...times(810, 200)]),
    });
    for (let look = 0; look < 50; look += 1) comparison.add(twice);
    expect(comparison.faults()).toEqual([]);
  });

  it('doubts a canary that rejects more requests, and does not call it worse', () => {
    const refuses = windowOf({
      'GET /a': pairOf([...times(5, 403), ...times(5, 200)], [...times(9, 404), ...times(81, 200)]),
      'GET /b': pairOf(times(10, 429), times(90, 200)),
    });
    const alike = windowOf({
      'GET /a': pairOf([...times(5, 400), ...times(5, 200)], [...times(45, 400), ...times(45, 200)]),
    });
    const [doubted, good] = [createComparison(DEFAULT_LIMITS), createComparison(DEFAULT_LIMITS)];
    for (let look = 0; look < 20; look += 1) {
      doubted.add(refuses);
      good.add(alike);
    }
    expect(doubted.faults()).toEqual([]);
    expect(doubted.doubts()).toEqual([
      { what: 'clientErrorIncrease', operation: null, canary: 0.25, stable: 0.05 },
      { what: 'clientErrorIncrease', operation: 'GET /a', canary: 0.5, stable: 0.1 },
    ]);
    expect(good.doubts()).toEqual([]);
  });

  it('judges no latency during cold starts', () => {
    const slow = emptyPair();
    for (let n = 0; n < 20; n += 1) addLatency(slow.canary.latencies, 900);
    for (let n = 0; n < 180; n += 1) addLatency(slow.stable.latencies, 50);
    slow.canary.requests = 20;
    slow.stable.requests = 180;
    const cold = createComparison(DEFAULT_LIMITS);
    const warm = createComparison(DEFAULT_LIMITS);
    for (let look = 0; look < 10; look += 1) {
      cold.add(windowOf({ 'GET /a': slow }, true));
      warm.add(windowOf({ 'GET /a': slow }));
    }
    expect(cold.faults()).toEqual([]);
    expect(warm.faults()[0]).toMatchObject({ what: 'p95Increase', operation: null });
    expect(warm.faults()[0]!.canary).toBeGreaterThan(850);
  });
});

describe('the counts of a sample', () => {
  it('are 5XX as errors, 429 and other 4XX separately, and latencies of successes only', () => {
    const sample = emptySample();
    for (const status of [200, 201, 404, 429, 400, 500, 502, 504]) addResult(sample, { status, latency: 10 });
    expect(sample).toMatchObject({ requests: 8, errors: 3, clientErrors: 2, throttled: 1 });
    expect(countLatencies(sample.latencies)).toBe(2);
  });

  it('have percentiles with an error of at most 2 %', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 29_000 }), { minLength: 1, maxLength: 200 }), (values) => {
        const latencies = new Map<number, number>();
        for (const value of values) addLatency(latencies, value);
        const sorted = values.toSorted((a, b) => a - b);
        for (const share of [0.5, 0.95, 0.99]) {
          const exact = sorted[Math.ceil(share * sorted.length) - 1]!;
          const told = percentile(latencies, share)!;
          expect(told).toBeGreaterThanOrEqual(Math.floor(exact));
          expect(told).toBeLessThanOrEqual(Math.ceil(exact * 1.021));
        }
      }),
    );
  });
});
