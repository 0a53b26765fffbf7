/**
 * What point-in-time recovery keeps of each write of a table: where the item is and what it was before. It goes to the database in the
 * batch of the write. What a table was like at a time is what it is now, with the first change after that time undone for
 * each item.
 */
import type { Members } from './item-engine.ts';
import { createSequence } from './stream-records.ts';

export interface Change {
  /** Of the item, in the database, without its prefix. */
  readonly key: string;
  /** Absent: there was no such item. */
  readonly before?: Members;
}

export const changePrefix = (table: string): string => `change-${table}~`;

/** Changes with this number or a later one are after the time; those of that very millisecond are not. */
export const firstNumberAfter = (time: number): string => createSequence().latest(Math.floor(time) + 1);

/** epoch milliseconds */
export const timeOf = (number: string): number => Number(number.slice(0, 13));
