/** Frequent looks must not cause false alarms: the evidence is a fair bet while nothing is wrong. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEvidence, rateYields, splitEvidence, splitYields } from '../../src/canary/evidence.ts';
import { upperBound } from '../../src/canary/upper-bound.ts';
import { dice } from './simulate.ts';

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i += 1) ways *= (n - k + i) / i;
  return ways;
}

/** The probabilities of all numbers of hits among this many requests. */
const binomial = (n: number, rate: number) =>
  Array.from({ length: n + 1 }, (_, hits) => choose(n, hits) * rate ** hits * (1 - rate) ** (n - hits));

const few = fc.integer({ min: 0, max: 30 });

describe('the evidence of a split', () => {
  it('is a fair bet for random requests with any error rate', () => {
    fc.assert(
      fc.property(few, few, few, (canary, stable, some) => {
        const hits = Math.min(some, canary + stable);
        const expected = [0, 0, 0, 0, 0, 0];
        for (let on = Math.max(0, hits - stable); on <= Math.min(hits, canary); on += 1) {
          const chance = (choose(canary, on) * choose(stable, hits - on)) / choose(canary + stable, hits);
          const yields = splitYields({ canary, stable, canaryHits: on, stableHits: hits - on });
          for (const [bet, log] of yields.entries()) expected[bet]! += chance * Math.exp(log);
        }
        for (const value of expected) expect(value).toBeCloseTo(1, 6);
      }),
    );
  });

  it('stays neutral if everything fails, nothing fails, or one release has no requests', () => {
    const nothing = [0, 0, 0, 0, 0, 0];
    fc.assert(
      fc.property(few, few, (canary, stable) => {
        expect(splitYields({ canary, stable, canaryHits: 0, stableHits: 0 })).toEqual(nothing);
        expect(splitYields({ canary, stable, canaryHits: canary, stableHits: stable })).toEqual(nothing);
        expect(splitYields({ canary, stable: 0, canaryHits: canary, stableHits: 0 })).toEqual(nothing);
      }),
    );
  });

  it('grows with the hits of the canary', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), fc.integer({ min: 2, max: 30 }), (canary, stable) => {
        const hits = Math.min(canary, stable);
        const yields = Array.from({ length: hits + 1 }, (_, on) =>
          splitYields({ canary, stable, canaryHits: on, stableHits: hits - on }),
        );
        for (const [on, of] of yields.entries())
          if (on > 0) for (const [bet, log] of of.entries()) expect(log).toBeGreaterThan(yields[on - 1]![bet]!);
      }),
    );
  });

  it('is rarely high by chance, also after many looks', () => {
    const random = dice(7);
    const runs = 400;
    let alarms = 0;
    for (let run = 0; run < runs; run += 1) {
      const evidence = splitEvidence();
      for (let look = 0; look < 60; look += 1) {
        const [canary, stable] = [10, 90];
        const failed = (of: number) => Array.from({ length: of }, random).filter((n) => n < 0.03).length;
        evidence.add(splitYields({ canary, stable, canaryHits: failed(canary), stableHits: failed(stable) }));
      }
      if (evidence.highest() >= Math.log(1 / 0.05)) alarms += 1;
    }
    expect(alarms / runs).toBeLessThanOrEqual(0.05);
    expect(alarms).toBeGreaterThan(0);
  });
});

describe('the evidence of a rate', () => {
  it('is fair at the allowed rate, and a losing bet below it', () => {
    const rates = fc.double({ min: 0.001, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(few, rates, fc.double({ min: 0, max: 1, noNaN: true }), (requests, allowed, part) => {
        const expected = (rate: number) =>
          binomial(requests, rate).reduce<number[]>((sums, chance, errors) => {
            const yields = rateYields({ requests, errors }, allowed);
            return yields.map((log, bet) => (sums[bet] ?? 0) + chance * Math.exp(log));
          }, []);
        for (const value of expected(allowed)) expect(value).toBeCloseTo(1, 6);
        for (const value of expected(allowed * part)) expect(value).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it('stays neutral if every error is allowed', () => {
    expect(rateYields({ requests: 5, errors: 5 }, 1).every((log) => log === 0)).toBe(true);
  });
});

it('the highest evidence stays, also beyond the range of numbers', () => {
  const evidence = createEvidence(2);
  evidence.add([2_000, -2_000]);
  evidence.add([-3_000, -3_000]);
  expect(evidence.highest()).toBeCloseTo(2_000 - Math.log(2), 6);
});

describe('the upper bound of a rate', () => {
  it('is exceeded in one case of twenty', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), few, (requests, some) => {
        const errors = Math.min(some, requests);
        const bound = upperBound({ requests, errors });
        expect(bound).toBeGreaterThan(errors / requests - 1e-9);
        if (errors === requests) {
          expect(bound).toBe(1);
          return;
        }
        const chance = binomial(requests, bound)
          .slice(0, errors + 1)
          .reduce((sum, each) => sum + each, 0);
        expect(chance).toBeCloseTo(0.05, 4);
      }),
    );
  });

  it('is close to the measured rate for many requests', () => {
    expect(upperBound({ requests: 100_000, errors: 1_000 })).toBeCloseTo(0.0105, 3);
    expect(upperBound({ requests: 100, errors: 0 })).toBeCloseTo(0.0295, 3);
  });
});
