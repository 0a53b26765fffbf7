/**
 * Time that only a test moves: one clock for an embedded cloud and for the program that uses it, so that neither state
 * delays nor waits cost real time.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import type { Clock } from '../../src/clock.ts';
import type { CloudClock } from '../../src/local/cloud/cloud.ts';

export interface FakeClock {
  /** For `startCloud`. Its timers run when time passes them. */
  readonly cloud: CloudClock;
  /**
   * The clock for the program. When no call is under way, and none came for a moment of real time, the clock assumes
   * that everybody sleeps, and jumps to the end of the shortest sleep. A sleep that is a time limit therefore does not
   * end a call early.
   */
  readonly client: Clock;
  now(): number;
  /** Lets time pass, and runs what is due in order. */
  advance(milliseconds: number): void;
}

interface Waiting {
  readonly at: number;
  wake(): void;
}

/** After this many idle milliseconds of the event loop, the clock assumes that everybody sleeps. */
const QUIET_MS = 2;
/** The same while calls are under way: the clock then assumes that they hang. */
const STUCK_MS = 100;

/** Calls to the servers of this process, and the idle time of the event loop when the last one started or ended. */
const calls = { underWay: 0, idleBefore: 0 };

const idle = () => performance.eventLoopUtilization().idle;

subscribe('http.server.request.start', (message) => {
  const { response } = message as { response: ServerResponse };
  calls.underWay += 1;
  calls.idleBefore = idle();
  response.once('close', () => {
    calls.underWay -= 1;
    calls.idleBefore = idle();
  });
});

function allAsleep(idleBefore: number): boolean {
  const quietFor = idle() - Math.max(idleBefore, calls.idleBefore);
  return quietFor >= (calls.underWay === 0 ? QUIET_MS : STUCK_MS);
}

export function fakeClock(start = Date.UTC(2026, 10, 21, 9)): FakeClock {
  let now = start;
  let looking = false;
  /** The idle time of the event loop when a sleep last started or ended. */
  let idleBefore = 0;
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
    if (looking || sleepers.size === 0) return;
    looking = true;
    setTimeout(() => {
      looking = false;
      const next = earliest(sleepers);
      if (next && allAsleep(idleBefore)) {
        sleepers.delete(next);
        idleBefore = idle();
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
      now: () => now,
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
          const abort = () => {
            if (sleepers.delete(sleeper)) reject(signal?.reason);
          };
          const wake = () => {
            signal?.removeEventListener('abort', abort);
            resolve();
          };
          const sleeper = { at: now + Math.max(0, milliseconds), wake };
          sleepers.add(sleeper);
          idleBefore = idle();
          signal?.addEventListener('abort', abort, { once: true });
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
