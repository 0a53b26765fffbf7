/** The past state of a table with point-in-time recovery, under another name. */
import type { Restore } from '../item-engine.ts';
import type { Item } from '../items/attribute-value.ts';
import { type Change, changePrefix, firstNumberAfter, timeOf } from '../recovery-changes.ts';
import { entryPlace } from './item-place.ts';
import { type Level, type LevelWrite, rangeOf } from './level.ts';
import { entryOf } from './replace-item.ts';
import { type IndexRecord, itemsPrefix, settledTable, TABLES, type Table, type TableRecord, tableOf } from './table.ts';

/** Returns the new table, and everything that it consists of in the database. */
export async function restoreWrites(
  level: Level,
  source: Table,
  { target, at, adapt }: Restore,
  now: number,
): Promise<{ record: TableRecord; writes: LevelWrite[] }> {
  const record = recordOf(adapt(source.record) as TableRecord, target, now);
  const table = tableOf(record);
  const put = (key: string, value: object): LevelWrite => ({ type: 'put', key, value: JSON.stringify(value) });
  const writes: LevelWrite[] = [put(TABLES + target, record)];
  for await (const [key, item] of itemsAt(level, source.name, at)) {
    writes.push(put(table.prefix + key, item));
    for (const index of table.indexes) {
      const entry = entryOf(item, index);
      if (entry) writes.push(put(entryPlace(item, index, table), entry));
    }
  }
  return { record, writes };
}

/** A change of the source that is not over yet is over in the new table. */
function recordOf(source: TableRecord, target: string, now: number): TableRecord {
  const settled = settledTable(source);
  const TableArn = source.TableArn.replace(`:table/${source.TableName}`, `:table/${target}`);
  const renamed = (index: IndexRecord): IndexRecord => ({ ...index, IndexArn: `${TableArn}/index/${index.IndexName}` });
  const { GlobalSecondaryIndexes: globals, LocalSecondaryIndexes: locals } = settled;
  return {
    ...settled,
    ...(globals && { GlobalSecondaryIndexes: globals.map(renamed) }),
    ...(locals && { LocalSecondaryIndexes: locals.map(renamed) }),
    TableName: target,
    TableArn,
    CreationDateTime: now / 1000,
  };
}

/** Yields keys without the prefix of the table, and items. Both iterators see the table at the same moment. */
async function* itemsAt(level: Level, table: string, at: number): AsyncGenerator<[string, Item]> {
  const prefix = changePrefix(table);
  const items = itemsPrefix(table);
  const changes = level.iterator({ ...rangeOf(prefix), gte: prefix + firstNumberAfter(at) });
  const present = level.iterator(rangeOf(items));
  const before = new Map<string, Item | undefined>();
  for await (const [, value] of changes) {
    const change = JSON.parse(value) as Change;
    if (!before.has(change.key)) before.set(change.key, change.before);
  }
  for await (const [full, value] of present) {
    const key = full.slice(items.length);
    if (!before.has(key)) yield [key, JSON.parse(value) as Item];
  }
  for (const [key, item] of before) if (item) yield [key, item];
}

export async function trimChanges(level: Level, table: string, upTo: number | undefined): Promise<void> {
  const range = rangeOf(changePrefix(table));
  await level.clear(upTo === undefined ? range : { ...range, lt: range.gte + firstNumberAfter(upTo) });
}

export async function boundChanges(level: Level, table: string, keep: number): Promise<number | undefined> {
  const prefix = changePrefix(table);
  let count = 0;
  for await (const key of level.keys({ ...rangeOf(prefix), reverse: true, limit: keep + 1 })) {
    count += 1;
    if (count <= keep) continue;
    const last = timeOf(key.slice(prefix.length));
    await trimChanges(level, table, last);
    return last;
  }
  return undefined;
}
