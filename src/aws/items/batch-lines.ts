/**
 * Turns lines into batches of items. A batch has no key twice, so that its writes may run at the same time and later
 * lines win. Pure.
 */
import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { itemFault } from './item-faults.ts';
import { sameText } from './same-item.ts';
import { type Item, parseLine } from './typed-item.ts';

export interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
  /** Why the line cannot be read. */
  readonly fault?: string;
}

export interface Batch {
  readonly items: readonly Item[];
  /** The number of the last line. */
  readonly until: number;
}

export interface LineFault {
  readonly line: number;
  readonly fault: string;
}

/** The item of a line, or its fault. Returns `undefined` for an empty line. */
export function readItem(line: Line, table: TableDescription): { item: Item } | LineFault | undefined {
  const { number, text } = line;
  if (line.fault !== undefined) return { line: number, fault: line.fault };
  if (text.trim() === '') return undefined;
  const parsed = parseLine(text);
  if ('fault' in parsed) return { line: number, fault: parsed.fault };
  const fault = itemFault(parsed.item, table);
  return fault === undefined ? { item: parsed.item } : { line: number, fault };
}

export function keyOf(item: Item, { KeySchema = [] }: TableDescription): Item {
  const names = KeySchema.map(({ AttributeName = '' }) => AttributeName);
  return Object.fromEntries(names.map((name) => [name, item[name]!]));
}

/** Ends with the fault of the first line that has one. */
export async function* batchesOf(
  lines: AsyncIterable<Line>,
  table: TableDescription,
  size: number,
): AsyncGenerator<Batch | LineFault> {
  let items: Item[] = [];
  let keys = new Set<string>();
  let until = 0;
  for await (const line of lines) {
    const read = readItem(line, table);
    if (read && 'fault' in read) {
      if (items.length > 0) yield { items, until };
      yield read;
      return;
    }
    const key = read && sameText(keyOf(read.item, table));
    if (items.length === size || (key !== undefined && keys.has(key))) {
      yield { items, until };
      items = [];
      keys = new Set();
    }
    if (read && key !== undefined) {
      items.push(read.item);
      keys.add(key);
    }
    until = line.number;
  }
  if (items.length > 0) yield { items, until };
}
