/**
 * Restores the past state of a table under another name: its items, its index entries and its record are written in one
 * batch. No other writer may run at the same time.
 */
import { createRequire } from 'node:module';
import type { DynaliteFunctions } from './dynalite-corrections.ts';
import { indexPrefix, itemsPrefix, type Level, type LevelWrite, rangeOf, TABLES } from './dynalite-storage.ts';
import type { Restore } from './item-engine.ts';
import { isIndexed, type KeyedIndex, type KeyedTable } from './key-values.ts';
import type { Members } from './members.ts';
import { type Change, changePrefix, firstNumberAfter, timeOf } from './recovery-changes.ts';

interface TableAsStored extends KeyedTable {
  TableName: string;
  TableStatus: string;
  TableArn: string;
  CreationDateTime: number;
  [member: string]: unknown;
}

const require = createRequire(import.meta.url);

/** Returns the table, which is CREATING until its record is completed. */
export async function restoreTable(
  level: Level,
  { source, target, at, adapt }: Restore,
  now: number,
): Promise<Members> {
  const { getIndexActions } = require('dynalite/db/index.js') as DynaliteFunctions;
  const table = recordOf(level.getSync(TABLES + source) as TableAsStored, { target, adapt, now });
  const writes: LevelWrite[] = [{ type: 'put', key: TABLES + target, value: table }];
  const indexes = [
    ...(table.GlobalSecondaryIndexes ?? []).map((index) => ({ index, kind: 'global' })),
    ...(table.LocalSecondaryIndexes ?? []).map((index) => ({ index, kind: 'local' })),
  ];
  for await (const [key, item] of itemsAt(level, source, at)) {
    writes.push({ type: 'put', key: itemsPrefix(target) + key, value: item });
    for (const { index, kind } of indexes) {
      if (!isIndexed(item, index, table)) continue;
      const prefix = indexPrefix(kind, target, index.IndexName);
      for (const entry of getIndexActions([index], null, item, table).puts)
        writes.push({ type: 'put', key: prefix + entry.key, value: entry.item });
    }
  }
  await level.batch(writes);
  return structuredClone(table) as Members;
}

function recordOf(
  source: TableAsStored,
  { target, adapt, now }: Pick<Restore, 'target' | 'adapt'> & { now: number },
): TableAsStored {
  const rename = (arn: unknown) => String(arn).replace(`:table/${source.TableName}`, `:table/${target}`);
  const renamed = (index: KeyedIndex & Members, more: Members = {}) => ({
    ...index,
    IndexArn: rename(index.IndexArn),
    ...more,
  });
  const adapted = adapt(structuredClone(source) as Members) as TableAsStored;
  const { GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [], ...table } = adapted;
  const all = [
    table.KeySchema,
    ...[...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].map(({ KeySchema }) => KeySchema),
  ];
  const used = new Set(all.flat().map(({ AttributeName }) => AttributeName));
  return {
    ...table,
    AttributeDefinitions: table.AttributeDefinitions.filter(({ AttributeName }) => used.has(AttributeName)),
    ...(GlobalSecondaryIndexes.length > 0 && {
      GlobalSecondaryIndexes: GlobalSecondaryIndexes.map((index) => renamed({ ...index }, { IndexStatus: 'CREATING' })),
    }),
    ...(LocalSecondaryIndexes.length > 0 && {
      LocalSecondaryIndexes: LocalSecondaryIndexes.map((index) => renamed({ ...index })),
    }),
    TableName: target,
    TableArn: rename(source.TableArn),
    TableStatus: 'CREATING',
    CreationDateTime: now / 1000,
  };
}

/** Yields keys in the database, and items. */
async function* itemsAt(level: Level, table: string, at: number): AsyncGenerator<[string, Members]> {
  const prefix = changePrefix(table);
  const before = new Map<string, Members | undefined>();
  for await (const value of level.values({ gte: prefix + firstNumberAfter(at), lt: rangeOf(prefix).lt! })) {
    const change = value as Change;
    if (!before.has(change.key)) before.set(change.key, change.before);
  }
  const items = itemsPrefix(table);
  for await (const [full, item] of level.iterator(rangeOf(items))) {
    const key = full.slice(items.length);
    if (!before.has(key)) yield [key, item as Members];
  }
  for (const [key, item] of before) if (item) yield [key, item];
}

export async function trimChanges(level: Level, table: string, upTo: number | undefined): Promise<void> {
  const range = rangeOf(changePrefix(table));
  await level.clear(upTo === undefined ? range : { gte: range.gte!, lt: range.gte + firstNumberAfter(upTo) });
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
