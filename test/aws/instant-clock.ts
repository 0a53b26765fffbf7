/** A clock on which every wait ends at once, for code that waits between real calls. Only sleeping moves it. */
import type { Clock } from '../../src/clock.ts';

export interface InstantClock extends Clock {
  readonly slept: number[];
}

export function createInstantClock(start = Date.UTC(2026, 10, 21)): InstantClock {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      slept.push(milliseconds);
      now += milliseconds;
      await new Promise<void>((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    },
  };
}
