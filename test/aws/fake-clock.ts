/** A clock that a test moves: sleepers wake when their time is reached, in order, and never by themselves. */
import type { Clock } from '../../src/clock.ts';

export interface FakeClock extends Clock {
  /** Advances until nobody sleeps any more, or by this many milliseconds. */
  advance(milliseconds?: number): Promise<void>;
  /** The length of each finished or pending sleep. */
  readonly slept: number[];
}

export function createFakeClock(start = 0): FakeClock {
  let now = start;
  let sleepers: { at: number; wake(): void }[] = [];
  const slept: number[] = [];
  /** Lets everything that is ready run to its next wait. */
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  return {
    slept,
    now: () => now,
    sleep(milliseconds, signal) {
      slept.push(milliseconds);
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const abandon = () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(signal?.reason);
        };
        const sleeper = {
          at: now + milliseconds,
          wake() {
            signal?.removeEventListener('abort', abandon);
            resolve();
          },
        };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', abandon, { once: true });
      });
    },
    async advance(milliseconds = Number.POSITIVE_INFINITY) {
      const end = now + milliseconds;
      for (;;) {
        await settle();
        const next = sleepers.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
        if (next === Number.POSITIVE_INFINITY || next > end) break;
        now = Math.max(now, next);
        const due = sleepers.filter(({ at }) => at <= now);
        sleepers = sleepers.filter(({ at }) => at > now);
        for (const { wake } of due) wake();
      }
      if (end < Number.POSITIVE_INFINITY) now = end;
    },
  };
}
