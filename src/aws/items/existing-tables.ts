/** The tables among these names that exist, with their states and capacities. One read for each. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describeTable } from '../dynamodb/describe-table.ts';

export interface ExistingTable {
  readonly name: string;
  readonly status: string;
  /** The provisioned reads and writes for each second. */
  readonly provisioned?: { readonly reads: number; readonly writes: number };
}

export async function tablesThere(client: DynamoDBClient, names: readonly string[]): Promise<ExistingTable[]> {
  const found = await Promise.all(names.map((name) => describeTable(client, name)));
  return found.flatMap((table) => {
    const { TableName: name, TableStatus: status = 'ACTIVE', ProvisionedThroughput } = table ?? {};
    if (name === undefined) return [];
    const { ReadCapacityUnits: reads = 0, WriteCapacityUnits: writes = 0 } = ProvisionedThroughput ?? {};
    return [{ name, status, ...(reads > 0 && { provisioned: { reads, writes } }) }];
  });
}
