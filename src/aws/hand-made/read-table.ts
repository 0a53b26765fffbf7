/** A table that somebody else made, with its settings in the form of apikit's kind `table`. Reads only. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describeTable, tagsOfTable } from '../dynamodb/describe-table.ts';
import { hasRecovery } from '../kinds/table/recovery.ts';
import type { TableProperties } from '../kinds/table/shape.ts';
import { describedTable, isProvisioned } from '../kinds/table/table-settings.ts';
import { readTimeToLive } from '../kinds/table/time-to-live.ts';

export interface HandMadeTable {
  readonly name: string;
  readonly settings: TableProperties;
  /** Whether AWS bills its capacity by the hour and not by the request. */
  readonly provisioned: boolean;
}

/** Returns `undefined` if there is no such table. */
export async function readTable(client: DynamoDBClient, name: string): Promise<HandMadeTable | undefined> {
  const table = await describeTable(client, name);
  if (!table || table.TableStatus === 'DELETING') return undefined;
  const [pointInTimeRecovery, timeToLive, tags] = await Promise.all([
    hasRecovery(client, table),
    readTimeToLive(client, name),
    tagsOfTable(client, table),
  ]);
  return {
    name,
    settings: { ...describedTable(table), pointInTimeRecovery, timeToLive, tags },
    provisioned: isProvisioned(table),
  };
}
