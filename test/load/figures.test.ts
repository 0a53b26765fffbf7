/** The arithmetic of load tests: figures, goals, and the share of each operation. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecorder } from '../../src/load/figures.ts';
import { type Goal, judge, parseGoals } from '../../src/load/goal.ts';
import { createMix } from '../../src/load/mix.ts';

const sample = (ms: number, status: number | 'none' = 200, due = 0) => ({
  operationId: 'getItem',
  status: status === 'none' ? undefined : status,
  ms,
  due,
});

const figuresOf = (...samples: ReturnType<typeof sample>[]) => {
  const recorder = createRecorder(1_000);
  samples.forEach(recorder.add);
  return recorder.total();
};

describe('figures', () => {
  it('have the percentiles of the latencies, exact to three digits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 300 }),
        (times) => {
          const { latency } = figuresOf(...times.map((ms) => sample(ms)));
          const sorted = [...times].sort((a, b) => a - b);
          for (const [name, share] of [
            ['p50', 0.5],
            ['p95', 0.95],
            ['p99', 0.99],
            ['max', 1],
          ] as const) {
            // Between two samples, either of them may be the percentile.
            const [below, above] = [Math.floor, Math.ceil].map(
              (to) => sorted[Math.max(0, to(share * sorted.length) - 1)]!,
            );
            expect(latency![name]).toBeGreaterThanOrEqual(below! * 0.998 - 0.001);
            expect(latency![name]).toBeLessThanOrEqual(above! * 1.002 + 0.001);
          }
        },
      ),
    );
  });

  it('tell 429 apart from errors, and leave its latency out', () => {
    const figures = figuresOf(sample(50), sample(1, 429), sample(2, 429), sample(60, 500), sample(30_000, 'none'));
    expect(figures).toMatchObject({ requests: 5, successful: 1, throttled: 2, errors: 2 });
    expect(figures.outcomes).toEqual({ 200: 1, 429: 2, 500: 1, 'no response': 1 });
    expect(figures.latency!.p50).toBeCloseTo(60, 0);
    expect(figures.latency!.max).toBeCloseTo(30_000, -2);
  });

  it('have no latency if every request was throttled', () => {
    expect(figuresOf(sample(1, 429)).latency).toBeUndefined();
  });

  it('count each request in the period in which it was due, however late it ended', () => {
    const recorder = createRecorder(1_000);
    recorder.add(sample(5_000, 200, 999));
    recorder.add(sample(1, 500, 2_000));
    const counts = recorder.periods().map(({ successful, errors }) => [successful, errors]);
    expect(counts).toEqual([
      [1, 0],
      [0, 0],
      [0, 1],
    ]);
    expect(recorder.periods()[0]!.p95).toBeCloseTo(5_000, -1);
  });
});

describe('a goal', () => {
  const goals = (text: string) => parseGoals(text) as Goal[];

  it.each([
    ['p95<120ms', 120],
    ['p99.9 <= 1.5s', 1_500],
    ['mean<80ms', 80],
    ['errors<0.1%', 0.001],
    ['throttled<=0%', 0],
  ])('%s has the limit %d', (text, limit) => {
    expect(goals(text)[0]!.limit).toBe(limit);
  });

  it.each(['p96<1ms', 'p95<1', 'p95>1ms', 'errors<5ms', 'p95<5%', 'requests<5', '', 'p95<'])(
    '%j is no goal',
    (text) => {
      expect(parseGoals(`p50<1s,${text}`)).toEqual({ wrong: text });
    },
  );

  it('is met below its limit, and `<=` also at it', () => {
    const figures = figuresOf(...Array.from({ length: 99 }, () => sample(10)), sample(10, 503));
    const met = (text: string) => judge(goals(text)[0]!, figures).met;
    expect(met('errors<1%')).toBe(false);
    expect(met('errors<=1%')).toBe(true);
    expect(met('p95<11ms')).toBe(true);
    expect(met('p95<9ms')).toBe(false);
  });

  it('is missed if nothing was answered', () => {
    expect(judge(goals('errors<5%')[0]!, figuresOf())).toMatchObject({ met: false, measured: undefined });
    expect(judge(goals('p95<5s')[0]!, figuresOf(sample(1, 429)))).toMatchObject({ met: false, measured: undefined });
  });
});

describe('a mix', () => {
  it('gives each operation its weight, within one request', () => {
    const weights = fc.dictionary(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 50 }), {
      minKeys: 1,
      maxKeys: 8,
    });
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 400 }), (given, requests) => {
        const next = createMix(new Map(Object.entries(given)));
        const counts = new Map<string, number>();
        for (let index = 0; index < requests; index += 1) {
          const operation = next();
          counts.set(operation, (counts.get(operation) ?? 0) + 1);
        }
        const total = Object.values(given).reduce((sum, weight) => sum + weight, 0);
        for (const [operation, weight] of Object.entries(given)) {
          const share = (requests * weight) / total;
          expect(Math.abs((counts.get(operation) ?? 0) - share)).toBeLessThanOrEqual(Object.keys(given).length);
        }
      }),
    );
  });
});
