/**
 * The warm throughput of a table and its indexes, which only DescribeTable returns. Nothing is throttled here, so the
 * values are those of a new table: LocalStack's recordings of AWS (`test_dynamodb.snapshot.json`, 2025) have them for
 * both billing modes.
 */
import type { Members } from './members.ts';

const ON_DEMAND = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4000 };

export function withWarmThroughput(table: Members): Members {
  const indexes = table.GlobalSecondaryIndexes as readonly Members[] | undefined;
  return {
    ...table,
    WarmThroughput: warmThroughputOf(table),
    ...(indexes && {
      GlobalSecondaryIndexes: indexes.map((index) => ({ ...index, WarmThroughput: warmThroughputOf(index) })),
    }),
  };
}

/** The warm throughput of a provisioned table or index equals its capacity; an on-demand table has a capacity of 0. */
function warmThroughputOf({ ProvisionedThroughput }: Members): Members {
  const { ReadCapacityUnits = 0, WriteCapacityUnits = 0 } = (ProvisionedThroughput ?? {}) as Record<string, number>;
  const isProvisioned = ReadCapacityUnits > 0 || WriteCapacityUnits > 0;
  const units = { ReadUnitsPerSecond: ReadCapacityUnits, WriteUnitsPerSecond: WriteCapacityUnits };
  return { ...(isProvisioned ? units : ON_DEMAND), Status: 'ACTIVE' };
}
