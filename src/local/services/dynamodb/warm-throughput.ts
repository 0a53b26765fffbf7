/**
 * What a table and its indexes can serve at once, as DescribeTable, and it alone, tells. Nothing is ever throttled here, so these
 * are the values of a new table: LocalStack's recordings of AWS (`test_dynamodb.snapshot.json`, 2025) have them for both modes.
 */
import type { Members } from './item-engine.ts';

const ON_DEMAND = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4000 };

export function withWarmThroughput(table: Members): Members {
  const indexes = table.GlobalSecondaryIndexes as readonly Members[] | undefined;
  return {
    ...table,
    WarmThroughput: warmthOf(table),
    ...(indexes && { GlobalSecondaryIndexes: indexes.map((index) => ({ ...index, WarmThroughput: warmthOf(index) })) }),
  };
}

/** A provisioned table or index is as warm as its capacity; one on demand has a capacity of none. */
function warmthOf({ ProvisionedThroughput }: Members): Members {
  const { ReadCapacityUnits = 0, WriteCapacityUnits = 0 } = (ProvisionedThroughput ?? {}) as Record<string, number>;
  const isProvisioned = ReadCapacityUnits > 0 || WriteCapacityUnits > 0;
  const units = { ReadUnitsPerSecond: ReadCapacityUnits, WriteUnitsPerSecond: WriteCapacityUnits };
  return { ...(isProvisioned ? units : ON_DEMAND), Status: 'ACTIVE' };
}
