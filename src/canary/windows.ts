/**
 * Puts requests from the log into windows of time. A window is returned when no more of its requests are expected.
 * Later requests are counted but not compared, because evidence that was already used may not change. Pure.
 */
import type { Window } from './comparison.ts';
import { addResult, emptyPair, type ReleasePair, type RequestResult } from './sample.ts';

export interface Logged extends RequestResult {
  /** In ms since the epoch. */
  readonly time: number;
  readonly canary: boolean;
  /** For example `GET /items/{id}`. */
  readonly operation: string;
}

export interface Windows {
  add(logged: Logged): void;
  /** Records that the canary got another share at this time, in ms since the epoch. */
  shareBegan(at: number): void;
  /** Returns the windows that ended before this time (in ms since the epoch), in order. */
  settled(until: number): Window[];
  /** The number of requests that came too late for the comparison. */
  late(): number;
}

/** In ms. */
const LENGTH = 15_000;
/** The time in ms during which the functions of a new share start cold. */
const COLD = 60_000;

/** `from` is in ms since the epoch. No older requests are expected. */
export function createWindows(from: number): Windows {
  const open = new Map<number, Map<string, ReleasePair>>();
  const shares: number[] = [];
  let next = 0;
  let late = 0;
  return {
    shareBegan: (at) => void shares.push(at),
    add({ time, canary, operation, ...answer }) {
      const index = Math.floor((time - from) / LENGTH);
      if (index < next) {
        late += 1;
        return;
      }
      const window = open.get(index) ?? new Map<string, ReleasePair>();
      open.set(index, window);
      const pair = window.get(operation) ?? emptyPair();
      window.set(operation, pair);
      addResult(canary ? pair.canary : pair.stable, answer);
    },
    settled(until) {
      const end = Math.floor((until - from) / LENGTH);
      const over = [...open.keys()].filter((index) => index < end).sort((a, b) => a - b);
      next = Math.max(next, end);
      return over.map((index) => {
        const operations = open.get(index)!;
        open.delete(index);
        const begin = from + index * LENGTH;
        return { operations, cold: shares.some((at) => begin + LENGTH > at && begin < at + COLD) };
      });
    },
    late: () => late,
  };
}
