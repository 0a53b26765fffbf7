/**
 * What a table's stream keeps of one write, and the numbers that order them. The record goes to the database in the same
 * batch as the item it is about, so neither is ever there without the other.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Members } from './item-engine.ts';

/** A stream that is on, as the engine needs to know it. */
export interface ActiveStream {
  /** `<table>~<label>` */
  readonly id: string;
  /** Names of the table's key attributes. */
  readonly keys: readonly string[];
}

export interface StreamRecord {
  readonly sequence: string;
  /** epoch milliseconds */
  readonly at: number;
  readonly keys: Members;
  readonly before?: Members;
  readonly after?: Members;
  /** Deleted by time to live. */
  readonly expired?: true;
}

/** Ascending also as text, and across restarts: 21 digits, milliseconds and a count. */
export interface Sequence {
  next(now: number): string;
  /** Nothing written from now on is before it, everything written up to now is not after it. */
  latest(now: number): string;
}

export function createSequence(): Sequence {
  let last = '';
  const first = (now: number) => `${String(Math.max(0, Math.floor(now))).padStart(13, '0')}00000000`;
  const successor = (text: string) => (BigInt(text) + 1n).toString().padStart(21, '0');
  return {
    next(now) {
      const fresh = first(now);
      last = fresh > last ? fresh : successor(last);
      return last;
    },
    latest(now) {
      const fresh = first(now);
      if (fresh > last) last = fresh;
      return last;
    },
  };
}

export const STREAMS = 'stream-';
export const streamPrefix = (id: string): string => `${STREAMS}${id}~`;

/** `undefined` for a write that changes nothing: streams tell of changes. */
export function recordOf(
  { keys }: ActiveStream,
  before: Members | undefined,
  after: Members | undefined,
  facts: { readonly now: number; readonly sequence: Sequence; readonly expired: boolean },
): StreamRecord | undefined {
  // As they are stored: expressions leave objects without a prototype behind.
  const [had, has] = [before, after].map((item) => item && (JSON.parse(JSON.stringify(item)) as Members));
  if (!had && !has) return undefined;
  if (isDeepStrictEqual(had, has)) return undefined;
  const item = (has ?? had)!;
  return {
    sequence: facts.sequence.next(facts.now),
    at: facts.now,
    keys: Object.fromEntries(keys.map((name) => [name, item[name]])),
    ...(had && { before: had }),
    ...(has && { after: has }),
    ...(facts.expired && { expired: true as const }),
  };
}
