/**
 * Requests that come late, or in any order, are compared once, and the next step of a watch follows from the current
 * share.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfShare, endOfSteps, nextShare } from '../../src/canary/steps.ts';
import { createWindows, type Logged } from '../../src/canary/windows.ts';

const FROM = Date.UTC(2026, 10, 29, 12);
const at = (seconds: number, more: Partial<Logged> = {}): Logged => ({
  time: FROM + seconds * 1_000,
  canary: false,
  operation: 'GET /a',
  status: 200,
  latency: 5,
  ...more,
});

describe('windows', () => {
  it('return each request once, after their end, for any order of requests', () => {
    const times = fc.array(fc.integer({ min: 0, max: 299 }), { maxLength: 60 });
    fc.assert(
      fc.property(times, (seconds) => {
        const windows = createWindows(FROM);
        for (const second of seconds) windows.add(at(second, { canary: second % 2 === 0 }));
        const given = [60, 150, 300].flatMap((until) => windows.settled(FROM + until * 1_000));
        const counts = given.map(({ operations }) => {
          const { canary, stable } = operations.get('GET /a')!;
          return [canary.requests, stable.requests] as const;
        });
        expect(counts.reduce((sum, [canary]) => sum + canary, 0)).toBe(seconds.filter((s) => s % 2 === 0).length);
        expect(counts.reduce((sum, [, stable]) => sum + stable, 0)).toBe(seconds.filter((s) => s % 2 === 1).length);
        expect(windows.settled(FROM + 900_000)).toEqual([]);
        expect(windows.late()).toBe(0);
      }),
    );
  });

  it('count late requests, and do not compare them', () => {
    const windows = createWindows(FROM);
    windows.add(at(1));
    expect(windows.settled(FROM + 15_000)).toHaveLength(1);
    windows.add(at(14));
    windows.add(at(15));
    expect(windows.late()).toBe(1);
    expect(windows.settled(FROM + 30_000)).toHaveLength(1);
  });

  it('are cold for a minute after each change of the share', () => {
    const windows = createWindows(FROM);
    windows.shareBegan(FROM + 120_000);
    for (let second = 0; second < 240; second += 15) windows.add(at(second));
    const cold = windows.settled(FROM + 240_000).map((window) => window.cold);
    expect(cold.flatMap((each, index) => (each ? [index * 15] : []))).toEqual([120, 135, 150, 165]);
  });
});

describe('steps', () => {
  const watch = { steps: [10, 25, 50, 100], every: 300 };
  it.each([
    [10, 25, 20],
    [25, 50, 15],
    [50, 100, 10],
    [100, undefined, 5],
    // Somebody else has set it: the next larger step follows.
    [30, 50, 15],
  ])('after %d %% comes %s, and the watch ends after %d minutes', (percent, next, minutes) => {
    expect(nextShare(watch, percent)).toBe(next);
    expect(endOfSteps(watch, percent, FROM)).toBe(FROM + minutes * 60_000);
    expect(endOfShare(watch, FROM)).toBe(FROM + 300_000);
  });
});
