/** Writes an item with all that belongs to it: its index entries, its stream record and its recovery data. */
import { type Item, partOf } from '../items/attribute-value.ts';
import { isEqualItem } from '../items/compare.ts';
import { itemSize } from '../items/item-size.ts';
import { changePrefix } from '../recovery-changes.ts';
import { type ActiveStream, recordOf, type Sequence, streamPrefix } from '../stream-records.ts';
import { type Units, writeUnits } from './capacity.ts';
import { entryPlace } from './item-place.ts';
import { isIndexed } from './key-rules.ts';
import type { Table, TableIndex } from './table.ts';
import type { WriteSet } from './write-set.ts';

/** The facts about writes that only the service knows. */
export interface Recording {
  readonly sequence: Sequence;
  now(): number;
  /** The stream of a table, if it is enabled. It is called at every write, so it must be fast. */
  streamOf(table: string): ActiveStream | undefined;
  /** Whether the past states of a table can be restored and so must be kept. It is called at every write. */
  hasRecovery(table: string): boolean;
}

export interface Replacement {
  readonly place: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** Whether time to live deletes the item. */
  readonly expired?: boolean;
}

/** Returns the capacity that the write consumes. */
export function replaceItem(
  table: Table,
  { place, before, after, expired = false }: Replacement,
  writes: WriteSet,
  recording: Recording,
): Units {
  const indexes = new Map<TableIndex, number>();
  for (const index of table.indexes) {
    const units = replaceEntry(table, index, before, after, writes);
    if (units > 0) indexes.set(index, units);
  }
  if (after) writes.put(place, after);
  else writes.delete(place);
  const stream = recording.streamOf(table.name);
  const record =
    stream && recordOf(stream, before, after, { now: recording.now(), sequence: recording.sequence, expired });
  if (record) writes.put(streamPrefix(stream.id) + record.sequence, record);
  if (recording.hasRecovery(table.name)) {
    const key = place.slice(table.prefix.length);
    const number = recording.sequence.next(recording.now());
    writes.put(changePrefix(table.name) + number, { key, ...(before && { before }) });
  }
  return { table: Math.max(...[before, after].map((item) => writeUnits(item ? itemSize(item) : 0))), indexes };
}

/**
 * Returns the units of the index: an entry whose key changes is deleted and written, and an unchanged entry costs
 * nothing (Developer Guide, "Write capacity units" of secondary indexes).
 */
function replaceEntry(
  table: Table,
  index: TableIndex,
  before: Item | undefined,
  after: Item | undefined,
  writes: WriteSet,
): number {
  const had = before && entryOf(before, index);
  const has = after && entryOf(after, index);
  const former = had && entryPlace(before, index, table);
  const place = has && entryPlace(after, index, table);
  let units = 0;
  if (former !== undefined && former !== place) {
    writes.delete(former);
    units += writeUnits(itemSize(had!));
  }
  if (place !== undefined && !(former === place && isEqualItem(had!, has!))) {
    writes.put(place, has!);
    units += writeUnits(Math.max(itemSize(has!), former === place ? itemSize(had!) : 0));
  }
  return units;
}

/** Returns the item in the form that an index stores; `undefined` if the index does not contain it. */
export function entryOf(item: Item, index: TableIndex): Item | undefined {
  if (!isIndexed(item, index)) return undefined;
  return index.projected ? partOf(item, index.projected) : item;
}
