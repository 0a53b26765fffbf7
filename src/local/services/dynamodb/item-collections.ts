/**
 * `ReturnItemCollectionMetrics`: metrics of item collections, the items with the same partition key. Only tables with
 * local secondary indexes have them (API Reference, ItemCollectionMetrics).
 */
import { isDeepStrictEqual } from 'node:util';
import type { Writer } from './item-engine.ts';
import type { Members } from './members.ts';
import type { TableRecord } from './store/table.ts';

interface Collections {
  readonly ItemCollectionKey: Members;
  readonly SizeEstimateRangeGB: readonly [number, number];
}

/**
 * Returns the member of the response: by table, each collection once. It is absent if no table has collections, or if
 * `wanted`, the request's `ReturnItemCollectionMetrics`, does not ask for it. `writes` has members of the writes that
 * were carried out: `TableName`, and `Key` or `Item`.
 */
export function collectionMetrics(
  writer: Writer,
  wanted: unknown,
  writes: readonly Members[],
): { ItemCollectionMetrics?: Record<string, Collections[]> } {
  if (wanted !== 'SIZE') return {};
  const byTable: Record<string, Collections[]> = {};
  for (const TableName of new Set(writes.map((write) => String(write.TableName)))) {
    const { Table } = writer.call('DescribeTable', { TableName });
    const { KeySchema, LocalSecondaryIndexes } = Table as TableRecord;
    if (LocalSecondaryIndexes === undefined) continue;
    const partitionKey = KeySchema[0]!.AttributeName;
    const collections: Collections[] = [];
    for (const { Key, Item } of writes.filter((write) => write.TableName === TableName)) {
      const ItemCollectionKey = { [partitionKey]: ((Key ?? Item) as Members)[partitionKey] };
      if (collections.some((known) => isDeepStrictEqual(known.ItemCollectionKey, ItemCollectionKey))) continue;
      // The range is in whole gigabytes; no collection here is larger than one.
      collections.push({ ItemCollectionKey, SizeEstimateRangeGB: [0, 1] });
    }
    byTable[TableName] = collections;
  }
  return Object.keys(byTable).length === 0 ? {} : { ItemCollectionMetrics: byTable };
}
