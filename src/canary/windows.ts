/**
 * Requests as they come from the log, put into windows of time. A window is given when no more requests of it are expected; what
 * comes still later is counted and not compared, since evidence that was looked at may not change. Pure.
 */
import type { Window } from './comparison.ts';
import { type Answer, addAnswer, emptyPair, type Pair } from './sample.ts';

export interface Logged extends Answer {
  /** ms since the epoch */
  readonly time: number;
  readonly canary: boolean;
  /** `GET /items/{id}` */
  readonly operation: string;
}

export interface Windows {
  add(logged: Logged): void;
  /** The canary has got another share, at this time in ms since the epoch. */
  shareBegan(at: number): void;
  /** Those that were over at this time, in ms since the epoch, in order. */
  settled(until: number): Window[];
  /** Requests that came too late to be compared. */
  late(): number;
}

/** ms */
const LENGTH = 15_000;
/** ms for which functions of a new share start cold. */
const COLD = 60_000;

/** `from`: ms since the epoch; nothing that is older is expected. */
export function createWindows(from: number): Windows {
  const open = new Map<number, Map<string, Pair>>();
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
      const window = open.get(index) ?? new Map<string, Pair>();
      open.set(index, window);
      const pair = window.get(operation) ?? emptyPair();
      window.set(operation, pair);
      addAnswer(canary ? pair.canary : pair.stable, answer);
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
