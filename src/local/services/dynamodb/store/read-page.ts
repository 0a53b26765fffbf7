/** Reads one page of a query or a scan. */
import { isTrue } from '../expressions/evaluate-condition.ts';
import type { Condition } from '../expressions/expression.ts';
import { type Item, partOf } from '../items/attribute-value.ts';
import { type DocumentPath, project } from '../items/document-path.ts';
import { itemSize } from '../items/item-size.ts';
import type { Members } from '../members.ts';
import { consumedCapacity, readUnits } from './capacity.ts';
import { itemPlace } from './item-place.ts';
import type { KeyRange, Level } from './level.ts';
import { startKeyNames, type Table, type TableIndex } from './table.ts';

/** A page ends with the item that reaches it. */
const PAGE_BYTES = 1_048_576;
/** How much the database reads ahead. */
const READ_AHEAD = { items: 1000, bytes: 256 * 1024 };

export interface PageRequest {
  readonly table: Table;
  readonly index: TableIndex | undefined;
  readonly range: KeyRange;
  readonly filter: Condition | undefined;
  readonly paths: readonly DocumentPath[] | undefined;
  /** Whether whole items are wanted from an index that has only parts of them. */
  readonly isWhole: boolean;
}

export async function readPage(level: Level, input: Members, request: PageRequest): Promise<Members> {
  const { table, index, filter, paths } = request;
  const limit = (input.Limit as number | undefined) ?? Number.POSITIVE_INFINITY;
  const found: Item[] = [];
  let last: Item | undefined;
  let count = 0;
  let bytes = 0;
  let bytesOfItems = 0;
  for await (const entry of entriesOf(level, request.range, limit)) {
    last = JSON.parse(entry) as Item;
    count += 1;
    bytes += itemSize(last);
    const item = request.isWhole ? wholeItem(level, last, table) : last;
    if (request.isWhole) bytesOfItems += item ? itemSize(item) : 0;
    if (item && (!filter || isTrue(filter, item))) found.push(paths ? project(item, paths) : item);
    if (count >= limit || bytes >= PAGE_BYTES) break;
  }
  const isCut = last !== undefined && (count >= limit || bytes >= PAGE_BYTES);
  return {
    ScannedCount: count,
    ...(isCut && { LastEvaluatedKey: partOf(last!, startKeyNames(table, index)) }),
    Count: found.length,
    ...(input.Select !== 'COUNT' && { Items: found }),
    ...consumed(input, request, bytes, bytesOfItems),
  };
}

/** Yields the values of the range. */
async function* entriesOf(level: Level, range: KeyRange, limit: number): AsyncGenerator<string> {
  const size = Math.min(limit, READ_AHEAD.items);
  const entries = level.iterator({
    ...range,
    ...(Number.isFinite(limit) && { limit }),
    highWaterMarkBytes: READ_AHEAD.bytes,
  });
  try {
    for (;;) {
      const page = await entries.nextv(size);
      if (page.length === 0) return;
      for (const [, value] of page) yield value;
    }
  } finally {
    await entries.close();
  }
}

/** Returns `undefined` if the item was deleted since the index was read. */
function wholeItem(level: Level, entry: Item, table: Table): Item | undefined {
  const text = level.getSync(itemPlace(entry, table));
  return text === undefined ? undefined : (JSON.parse(text) as Item);
}

function consumed(input: Members, { table, index, isWhole }: PageRequest, bytes: number, bytesOfItems: number) {
  const units = readUnits(bytes, input.ConsistentRead);
  return consumedCapacity(
    input.ReturnConsumedCapacity,
    table.name,
    index
      ? { table: isWhole ? readUnits(bytesOfItems, input.ConsistentRead) : 0, indexes: new Map([[index, units]]) }
      : { table: units },
  );
}
