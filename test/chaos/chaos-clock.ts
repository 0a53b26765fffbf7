/**
 * One clock for both sides, on which nobody really waits. It stands still while a call is under way or work is done.
 * When everything is quiet, it jumps to the end of the next sleep. A program that polls looks again within seconds and
 * may wake a little early. A program that sleeps for long (the keeper of a lock) wakes only after a longer quiet,
 * because a real run would not take that much time in the middle of its work.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Clock } from '../../src/clock.ts';
import type { CloudClock } from '../../src/local/cloud/cloud.ts';

export interface ChaosClock {
  /** The clock of the cloud. Its timers run when time passes them, and do not make it pass. */
  readonly cloud: CloudClock;
  /** The clock of apikit. */
  readonly client: Clock;
  /** Lets time pass. */
  advance(milliseconds: number): void;
  close(): void;
}

interface Appointment {
  readonly at: number;
  readonly sleep: number;
  readonly keep: () => void;
}

/** Real milliseconds without any sign of work. */
const QUIET = { short: 2, long: 30 } as const;
/** A sleep of at least this many virtual milliseconds is a long one. */
const LONG = 20_000;

/** The events of Node's client and of `fetch`: a call begins, and it is answered or fails. */
const BEGINNINGS = ['http.client.request.created', 'http.client.request.start', 'undici:request:create'];
const ENDINGS = [
  'http.client.response.finish',
  'http.client.request.error',
  'undici:request:trailers',
  'undici:request:error',
];

export function createChaosClock(start = Date.UTC(2026, 10, 21, 9)): ChaosClock {
  let now = start;
  let lastSign = performance.now();
  let watching: NodeJS.Timeout | undefined;
  const timers = new Set<Appointment>();
  const sleepers = new Set<Appointment>();
  const underWay = new Set<unknown>();

  const sign = () => {
    lastSign = performance.now();
  };
  const begin = (message: unknown) => {
    underWay.add((message as { request: unknown }).request);
    sign();
  };
  const end = (message: unknown) => {
    underWay.delete((message as { request: unknown }).request);
    sign();
  };
  for (const channel of BEGINNINGS) subscribe(channel, begin);
  for (const channel of ENDINGS) subscribe(channel, end);

  function advanceTo(time: number): void {
    for (let next = earliest(timers); next && next.at <= time; next = earliest(timers)) {
      timers.delete(next);
      now = Math.max(now, next.at);
      next.keep();
    }
    now = Math.max(now, time);
  }

  function jump(): void {
    watching = undefined;
    const next = earliest(sleepers);
    const quiet = performance.now() - lastSign;
    if (next && underWay.size === 0 && quiet >= (next.sleep >= LONG ? QUIET.long : QUIET.short)) {
      sleepers.delete(next);
      advanceTo(next.at);
      sign();
      next.keep();
    }
    watch();
  }

  function watch(): void {
    if (sleepers.size > 0) watching ??= setTimeout(jump, 1).unref();
  }

  return {
    advance: (milliseconds) => advanceTo(now + milliseconds),
    cloud: {
      now: () => now,
      after(milliseconds, keep) {
        const timer = { at: now + milliseconds, sleep: milliseconds, keep };
        timers.add(timer);
        return () => void timers.delete(timer);
      },
    },
    client: {
      now: () => now,
      sleep: (milliseconds, signal) =>
        new Promise((resolve, reject) => {
          signal?.throwIfAborted();
          const abandon = () => {
            sleepers.delete(sleeper);
            reject(signal?.reason);
          };
          const sleeper = {
            at: now + Math.max(0, milliseconds),
            sleep: milliseconds,
            keep() {
              signal?.removeEventListener('abort', abandon);
              resolve();
            },
          };
          sleepers.add(sleeper);
          signal?.addEventListener('abort', abandon, { once: true });
          sign();
          watch();
        }),
    },
    close() {
      for (const channel of BEGINNINGS) unsubscribe(channel, begin);
      for (const channel of ENDINGS) unsubscribe(channel, end);
      clearTimeout(watching);
    },
  };
}

function earliest(appointments: ReadonlySet<Appointment>): Appointment | undefined {
  let first: Appointment | undefined;
  for (const candidate of appointments) if (!first || candidate.at < first.at) first = candidate;
  return first;
}
