/**
 * Adds and drops global secondary indexes of an existing table, which dynalite does not do: the table's record is
 * changed and the index is filled in one batch. No other writer may run at the same time.
 */
import { createRequire } from 'node:module';
import type { DynaliteFunctions } from './dynalite-corrections.ts';
import {
  indexPrefix,
  itemsPrefix,
  type Level,
  type LevelWrite,
  rangeOf,
  TABLES,
  type TableRecord,
} from './dynalite-storage.ts';
import type { IndexChange } from './item-engine.ts';
import { isIndexed, type KeyElement, type KeyedIndex, type KeyedTable } from './key-values.ts';
import type { Members } from './members.ts';

interface Index extends KeyedIndex {
  IndexStatus: string;
  Backfilling?: boolean;
  [member: string]: unknown;
}

interface Indexed extends TableRecord {
  KeySchema: KeyedTable['KeySchema'];
  AttributeDefinitions: KeyedTable['AttributeDefinitions'];
  GlobalSecondaryIndexes?: Index[];
  LocalSecondaryIndexes?: KeyedIndex[];
}

const require = createRequire(import.meta.url);

/** Returns the changed table. `settleIndexes` ends the states CREATING and DELETING of its indexes. */
export async function changeIndexes(level: Level, tableName: string, change: IndexChange): Promise<Members> {
  const table = structuredClone(level.getSync(TABLES + tableName)) as Indexed;
  const indexes = table.GlobalSecondaryIndexes ?? [];
  const writes: LevelWrite[] = [];
  if ('create' in change) {
    const index: Index = {
      IndexName: String(change.create.IndexName),
      KeySchema: change.create.KeySchema as KeyElement[],
      Projection: change.create.Projection,
      IndexArn: `${String(table.TableArn)}/index/${String(change.create.IndexName)}`,
      IndexSizeBytes: 0,
      ItemCount: 0,
      IndexStatus: 'CREATING',
      Backfilling: true,
      ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 },
    };
    const known = new Set(table.AttributeDefinitions.map(({ AttributeName }) => AttributeName));
    const added = (change.attributes as unknown as KeyedTable['AttributeDefinitions']).filter(
      (one) => !known.has(one.AttributeName),
    );
    table.AttributeDefinitions = [...table.AttributeDefinitions, ...added];
    table.GlobalSecondaryIndexes = [...indexes, index];
    writes.push(...(await entriesOf(level, table, index)));
  } else {
    for (const index of indexes) if (index.IndexName === change.remove) index.IndexStatus = 'DELETING';
  }
  table.TableStatus = 'UPDATING';
  await level.batch([...writes, { type: 'put', key: TABLES + tableName, value: table }]);
  return structuredClone(table);
}

/** Returns every item that has the keys of the index, in the form that the index stores. */
async function entriesOf(level: Level, table: Indexed, index: Index): Promise<LevelWrite[]> {
  const { getIndexActions } = require('dynalite/db/index.js') as DynaliteFunctions;
  const prefix = indexPrefix('global', table.TableName, index.IndexName);
  const writes: LevelWrite[] = [];
  for await (const item of level.values(rangeOf(itemsPrefix(table.TableName)))) {
    if (!isIndexed(item as Members, index, table)) continue;
    for (const { key, item: entry } of getIndexActions([index], null, item, table).puts) {
      writes.push({ type: 'put', key: prefix + key, value: entry });
    }
  }
  return writes;
}

/**
 * Completes the changes of `changeIndexes` or a restore: tables and new indexes become ACTIVE, dropped indexes are
 * removed.
 */
export async function settleIndexes(level: Level, tableName: string): Promise<void> {
  const table = structuredClone(level.getSync(TABLES + tableName)) as Indexed | undefined;
  if (table?.TableStatus !== 'UPDATING' && table?.TableStatus !== 'CREATING') return;
  await settleRecord(level, table);
}

async function settleRecord(level: Level, record: TableRecord): Promise<void> {
  const table = record as Indexed;
  const indexes = table.GlobalSecondaryIndexes ?? [];
  const dropped = indexes.filter(({ IndexStatus }) => IndexStatus === 'DELETING');
  for (const { IndexName } of dropped) await level.clear(rangeOf(indexPrefix('global', table.TableName, IndexName)));
  const left = indexes.filter((index) => !dropped.includes(index));
  for (const index of left) {
    index.IndexStatus = 'ACTIVE';
    delete index.Backfilling;
  }
  table.TableStatus = 'ACTIVE';
  if (left.length > 0) table.GlobalSecondaryIndexes = left;
  else delete table.GlobalSecondaryIndexes;
  // Attributes that are no longer part of any key are no longer defined, either.
  const locals = table.LocalSecondaryIndexes ?? [];
  const keys = [table.KeySchema, ...[...left, ...locals].map(({ KeySchema }) => KeySchema)].flat();
  const used = new Set(keys.map(({ AttributeName }) => AttributeName));
  table.AttributeDefinitions = table.AttributeDefinitions.filter(({ AttributeName }) => used.has(AttributeName));
  await level.put(TABLES + table.TableName, table);
}

/** Completes the transitions that a kill has interrupted, because their timers are gone. */
export async function settleTables(level: Level): Promise<void> {
  for await (const value of level.values(rangeOf(TABLES))) {
    const table = value as TableRecord;
    if (table.TableStatus === 'DELETING') {
      await level.clear(rangeOf(itemsPrefix(table.TableName)));
      await level.clear(rangeOf(`index-global~${table.TableName}~`));
      await level.clear(rangeOf(`index-local~${table.TableName}~`));
      await level.del(TABLES + table.TableName);
    } else if (table.TableStatus !== 'ACTIVE') {
      await settleRecord(level, table);
    }
  }
}
