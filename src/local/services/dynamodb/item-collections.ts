/**
 * `ReturnItemCollectionMetrics`: the items of one partition key, of tables that have local secondary indexes; the others tell
 * nothing (API Reference, ItemCollectionMetrics).
 */
import { isDeepStrictEqual } from 'node:util';
import type { EngineOperation, Members } from './item-engine.ts';
import type { KeyElement } from './key-values.ts';

/** A write that was carried out: its table, and the attributes of its item, of which the key suffices. */
export interface Written {
  readonly TableName: string;
  readonly Key: Members;
}

interface Collections {
  readonly ItemCollectionKey: Members;
  readonly SizeEstimateRangeGB: readonly [number, number];
}

type Describer = { call(operation: EngineOperation, input: Members): Promise<Members> };

/** By table, each collection once; `undefined` where no table has any. */
export async function collectionMetrics(
  engine: Describer,
  writes: readonly Written[],
): Promise<Record<string, Collections[]> | undefined> {
  const byTable: Record<string, Collections[]> = {};
  for (const TableName of new Set(writes.map((write) => write.TableName))) {
    const { Table } = await engine.call('DescribeTable', { TableName });
    const { KeySchema, LocalSecondaryIndexes } = Table as {
      KeySchema: KeyElement[];
      LocalSecondaryIndexes?: unknown[];
    };
    if (LocalSecondaryIndexes === undefined) continue;
    const partitionKey = KeySchema[0]!.AttributeName;
    const collections: Collections[] = [];
    for (const { Key } of writes.filter((write) => write.TableName === TableName)) {
      const ItemCollectionKey = { [partitionKey]: Key[partitionKey] };
      if (collections.some((known) => isDeepStrictEqual(known.ItemCollectionKey, ItemCollectionKey))) continue;
      // Whole gigabytes between which the size lies; none here gets as far as one.
      collections.push({ ItemCollectionKey, SizeEstimateRangeGB: [0, 1] });
    }
    byTable[TableName] = collections;
  }
  return Object.keys(byTable).length === 0 ? undefined : byTable;
}
