/**
 * The data that point-in-time recovery keeps of each write of a table: the place of the item and its previous state. It
 * is written in the same batch as the write. The state of a table at a time is its current state, with the first change
 * after that time undone for each item.
 */
import type { Item } from './items/attribute-value.ts';
import { createSequence } from './stream-records.ts';

export interface Change {
  /** The key of the item in the database, without its prefix. */
  readonly key: string;
  /** Absent: the item did not exist. */
  readonly before?: Item;
}

export const changePrefix = (table: string): string => `change-${table}~`;

/** Changes with this number or a later one are after the time; changes in that very millisecond are not. */
export const firstNumberAfter = (time: number): string => createSequence().latest(Math.floor(time) + 1);

/** epoch milliseconds */
export const timeOf = (number: string): number => Number(number.slice(0, 13));
