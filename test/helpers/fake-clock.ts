/**
 * Time that only a test moves: one clock for an embedded cloud and for the program that drives it, so that neither state
 * delays nor waits cost real time.
 */
import type { Clock } from '../../src/clock.ts';
import type { CloudClock } from '../../src/local/cloud.ts';

export interface FakeClock {
  /** For `startCloud`. Its timers run when time passes them. */
  readonly cloud: CloudClock;
  /**
   * For the program: a sleep ends as soon as the cloud has been quiet for a moment of real time, the shortest first, and
   * time jumps to its end.
   */
  readonly client: Clock;
  now(): number;
  /** Lets time pass, and what is due happen in order. */
  advance(milliseconds: number): void;
}

/** Real milliseconds without a call to the cloud, after which everybody who could act is taken to be asleep. */
const QUIET_MS = 2;

interface Waiting {
  readonly at: number;
  wake(): void;
}

export function fakeClock(start = Date.UTC(2026, 10, 21, 9)): FakeClock {
  let now = start;
  let lastActivity = 0;
  let jumping = false;
  const timers = new Set<Waiting>();
  const sleepers = new Set<Waiting>();

  const advanceTo = (time: number) => {
    for (let next = earliest(timers); next && next.at <= time; next = earliest(timers)) {
      timers.delete(next);
      now = Math.max(now, next.at);
      next.wake();
    }
    now = Math.max(now, time);
  };

  const jumpWhenQuiet = () => {
    if (jumping || sleepers.size === 0) return;
    jumping = true;
    setTimeout(() => {
      jumping = false;
      const next = earliest(sleepers);
      if (next && performance.now() - lastActivity >= QUIET_MS) {
        sleepers.delete(next);
        advanceTo(next.at);
        next.wake();
      }
      jumpWhenQuiet();
    }, QUIET_MS);
  };

  return {
    now: () => now,
    advance: (milliseconds) => advanceTo(now + milliseconds),
    cloud: {
      now() {
        lastActivity = performance.now();
        return now;
      },
      after(milliseconds, callback) {
        const timer = { at: now + milliseconds, wake: callback };
        timers.add(timer);
        return () => void timers.delete(timer);
      },
    },
    client: {
      now: () => now,
      sleep: (milliseconds, signal) =>
        new Promise((resolve, reject) => {
          signal?.throwIfAborted();
          const sleeper = { at: now + Math.max(0, milliseconds), wake: resolve };
          sleepers.add(sleeper);
          signal?.addEventListener('abort', () => {
            if (sleepers.delete(sleeper)) reject(signal.reason);
          });
          jumpWhenQuiet();
        }),
    },
  };
}

function earliest(waiting: ReadonlySet<Waiting>): Waiting | undefined {
  let first: Waiting | undefined;
  for (const candidate of waiting) if (!first || candidate.at < first.at) first = candidate;
  return first;
}
