/**
 * The stream record of one write, and the sequence numbers. The record is written in the same batch as its item, so
 * neither exists without the other.
 */
import { type Item, partOf } from './items/attribute-value.ts';
import { isEqualItem } from './items/compare.ts';

/** An enabled stream, as the engine sees it. */
export interface ActiveStream {
  /** `<table>~<label>` */
  readonly id: string;
  /** The names of the table's key attributes. */
  readonly keys: readonly string[];
}

export interface StreamRecord {
  readonly sequence: string;
  /** epoch milliseconds */
  readonly at: number;
  readonly keys: Item;
  readonly before?: Item;
  readonly after?: Item;
  /** Whether time to live deleted the item. */
  readonly expired?: true;
}

/** Sequence numbers ascend also as text and across restarts: 21 digits, from milliseconds and a counter. */
export interface Sequence {
  next(now: number): string;
  /** Returns a number that earlier records do not exceed, and that no later record is below. */
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

export const streamPrefix = (id: string): string => `stream-${id}~`;
/** The beginning of the records of all streams of a table, also of its earlier ones. */
export const streamsPrefix = (table: string): string => `stream-${table}~`;

/** Returns `undefined` for a write that changes nothing, because streams have only changes. */
export function recordOf(
  { keys }: ActiveStream,
  before: Item | undefined,
  after: Item | undefined,
  facts: { readonly now: number; readonly sequence: Sequence; readonly expired: boolean },
): StreamRecord | undefined {
  const item = after ?? before;
  if (!item || (before && after && isEqualItem(before, after))) return undefined;
  return {
    sequence: facts.sequence.next(facts.now),
    at: facts.now,
    keys: partOf(item, keys),
    ...(before && { before }),
    ...(after && { after }),
    ...(facts.expired && { expired: true as const }),
  };
}
