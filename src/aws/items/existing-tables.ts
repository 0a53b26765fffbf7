/** The tables among these names that exist, with their states and capacities. One read for each. */
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';

export interface ExistingTable {
  readonly name: string;
  readonly status: string;
  /** The provisioned reads and writes for each second. */
  readonly provisioned?: { readonly reads: number; readonly writes: number };
}

export async function tablesThere(client: DynamoDBClient, names: readonly string[]): Promise<ExistingTable[]> {
  const found = await Promise.all(
    names.map((TableName) => undefinedIfNotFound(client.send(new DescribeTableCommand({ TableName })))),
  );
  return found.flatMap((answer) => {
    const { TableName: name, TableStatus: status = 'ACTIVE', ProvisionedThroughput } = answer?.Table ?? {};
    if (name === undefined) return [];
    const { ReadCapacityUnits: reads = 0, WriteCapacityUnits: writes = 0 } = ProvisionedThroughput ?? {};
    return [{ name, status, ...(reads > 0 && { provisioned: { reads, writes } }) }];
  });
}
