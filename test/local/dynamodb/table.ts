/** A separate DynamoDB for a test, and an ACTIVE table in it. */
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { service } from '../../../src/local/services/dynamodb/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

export const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };

export interface TestDynamo extends Services {
  client: DynamoDBClient;
}

export async function startDynamo(
  options: { dataDir?: string; tableTransitionMs?: number; now?: () => number } = {},
): Promise<TestDynamo> {
  const cloud = await startServices([service], options);
  const client = new DynamoDBClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
  return {
    ...cloud,
    client,
    async close() {
      client.destroy();
      await cloud.close();
    },
  };
}

/** Creates a table, on demand and with the key `id` unless set otherwise; it is ACTIVE when the promise resolves. */
export async function makeTable(
  { client }: TestDynamo,
  TableName: string,
  more: Partial<CreateTableCommandInput> = {},
): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      ...more,
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.05, maxDelay: 0.1 }, { TableName });
}
