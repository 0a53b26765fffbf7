import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeEndpointsCommand,
  DescribeLimitsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  ScanCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { afterEach, expect, test } from 'vitest';
import { resetEngines } from '../../../src/local/services/dynamodb/engines.ts';
import { credentials, makeTable, startDynamo, type TestDynamo } from './table.ts';

let dynamo: TestDynamo;
afterEach(() => dynamo.close());

const ARN = 'arn:aws:dynamodb:eu-west-1:000000000000:table/shop-dev-items';
const schema = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
  BillingMode: 'PAY_PER_REQUEST' as const,
};

test('a new table is CREATING, then ACTIVE, and keeps all its settings', async () => {
  dynamo = await startDynamo();
  const created = await dynamo.client.send(
    new CreateTableCommand({
      ...schema,
      TableName: 'shop-dev-items',
      Tags: [{ Key: 'apikit:app', Value: 'shop' }],
      DeletionProtectionEnabled: true,
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
      SSESpecification: { Enabled: true },
    }),
  );
  expect(created.TableDescription).toMatchObject({ TableStatus: 'CREATING', TableArn: ARN });
  const early = dynamo.client.send(new PutItemCommand({ TableName: 'shop-dev-items', Item: { id: { S: 'a' } } }));
  await expect(early).rejects.toThrow('Requested resource not found');
  await expect.poll(async () => (await describe()).TableStatus).toBe('ACTIVE');
  expect(await describe()).toMatchObject({
    DeletionProtectionEnabled: true,
    TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
    SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' },
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
  });
  const { Tags } = await dynamo.client.send(new ListTagsOfResourceCommand({ ResourceArn: ARN }));
  expect(Tags).toEqual([{ Key: 'apikit:app', Value: 'shop' }]);
  const again = dynamo.client.send(new CreateTableCommand({ ...schema, TableName: 'shop-dev-items' }));
  await expect(again).rejects.toMatchObject({
    name: 'ResourceInUseException',
    message: 'Table already exists: shop-dev-items',
  });
});

test('a protected table can be deleted only without its protection', async () => {
  dynamo = await startDynamo();
  await makeTable(dynamo, 'shop-dev-items', { DeletionProtectionEnabled: true });
  const remove = () => dynamo.client.send(new DeleteTableCommand({ TableName: 'shop-dev-items' }));
  await expect(remove()).rejects.toMatchObject({
    name: 'ValidationException',
    message:
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
  });
  const lifted = await dynamo.client.send(
    new UpdateTableCommand({ TableName: 'shop-dev-items', DeletionProtectionEnabled: false }),
  );
  expect(lifted.TableDescription?.DeletionProtectionEnabled).toBe(false);
  const { TableDescription } = await remove();
  expect(TableDescription).toMatchObject({ TableName: 'shop-dev-items', TableStatus: 'DELETING', ItemCount: 0 });
  for (const leftOut of ['AttributeDefinitions', 'KeySchema', 'CreationDateTime']) {
    expect(TableDescription).not.toHaveProperty(leftOut);
  }
  await waitUntilTableNotExists(
    { client: dynamo.client, maxWaitTime: 5, minDelay: 0.05, maxDelay: 0.1 },
    { TableName: 'shop-dev-items' },
  );
});

test('encryption with a key can be turned on and off', async () => {
  dynamo = await startDynamo();
  await makeTable(dynamo, 'shop-dev-items');
  const set = (Enabled: boolean) =>
    dynamo.client.send(new UpdateTableCommand({ TableName: 'shop-dev-items', SSESpecification: { Enabled } }));
  await set(true);
  expect(await describe()).toHaveProperty('SSEDescription.Status', 'ENABLED');
  await set(false);
  expect(await describe()).not.toHaveProperty('SSEDescription');
});

test('tables belong to their region', async () => {
  dynamo = await startDynamo();
  await makeTable(dynamo, 'here');
  const elsewhere = new DynamoDBClient({ endpoint: dynamo.endpoint, region: 'us-east-1', credentials });
  expect((await elsewhere.send(new ListTablesCommand({}))).TableNames).toEqual([]);
  expect((await dynamo.client.send(new ListTablesCommand({}))).TableNames).toEqual(['here']);
  elsewhere.destroy();
});

test('tags are added, replaced and removed by ARN', async () => {
  dynamo = await startDynamo();
  await makeTable(dynamo, 'shop-dev-items', { Tags: [{ Key: 'a', Value: '1' }] });
  const tag = (Key: string, Value: string) =>
    dynamo.client.send(new TagResourceCommand({ ResourceArn: ARN, Tags: [{ Key, Value }] }));
  await tag('a', '2');
  await tag('b', '3');
  await dynamo.client.send(new UntagResourceCommand({ ResourceArn: ARN, TagKeys: ['b'] }));
  const { Tags } = await dynamo.client.send(new ListTagsOfResourceCommand({ ResourceArn: ARN }));
  expect(Tags).toEqual([{ Key: 'a', Value: '2' }]);
  const missing = dynamo.client.send(new ListTagsOfResourceCommand({ ResourceArn: `${ARN}x` }));
  await expect(missing).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('time to live allows one attribute and one change an hour', async () => {
  let now = Date.UTC(2026, 0, 1);
  dynamo = await startDynamo({ now: () => now });
  await makeTable(dynamo, 'items');
  const set = (Enabled: boolean, AttributeName = 'expires') =>
    dynamo.client.send(
      new UpdateTimeToLiveCommand({ TableName: 'items', TimeToLiveSpecification: { Enabled, AttributeName } }),
    );
  await expect(set(false)).rejects.toThrow('TimeToLive is already disabled');
  await set(true);
  await expect(set(true)).rejects.toThrow('TimeToLive is already enabled');
  await expect(set(true, 'other')).rejects.toThrow('active on a different AttributeName');
  await expect(set(false)).rejects.toThrow('modified multiple times within a fixed interval');
  const { TimeToLiveDescription } = await dynamo.client.send(new DescribeTimeToLiveCommand({ TableName: 'items' }));
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
  now += 3_600_001;
  await set(false);
});

test('point-in-time recovery is unavailable while the table is being created', async () => {
  dynamo = await startDynamo();
  const enable = () =>
    dynamo.client.send(
      new UpdateContinuousBackupsCommand({
        TableName: 'shop-dev-items',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
  await expect(enable()).rejects.toMatchObject({ name: 'TableNotFoundException' });
  const making = makeTable(dynamo, 'shop-dev-items');
  await expect.poll(() => enable().catch((error: Error) => error.name)).toBe('ContinuousBackupsUnavailableException');
  await making;
  await enable();
  const answer = await dynamo.client.send(new DescribeContinuousBackupsCommand({ TableName: 'shop-dev-items' }));
  expect(answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toMatchObject({
    PointInTimeRecoveryStatus: 'ENABLED',
    RecoveryPeriodInDays: 35,
    EarliestRestorableDateTime: expect.any(Date),
  });
});

test('unsupported features are rejected by name', async () => {
  dynamo = await startDynamo();
  await expect(dynamo.client.send(new ExecuteStatementCommand({ Statement: 'SELECT 1' }))).rejects.toMatchObject({
    name: 'NotImplementedException',
    message: expect.stringContaining('ExecuteStatement'),
  });
  const warm = { ReadUnitsPerSecond: 12_000 };
  const withWarmth = new CreateTableCommand({ ...schema, TableName: 'items', WarmThroughput: warm });
  await expect(dynamo.client.send(withWarmth)).rejects.toThrow('WarmThroughput');
  const index = {
    IndexName: 'byId',
    KeySchema: schema.KeySchema,
    Projection: { ProjectionType: 'ALL' as const },
    WarmThroughput: warm,
  };
  const withWarmIndex = new CreateTableCommand({ ...schema, TableName: 'items', GlobalSecondaryIndexes: [index] });
  await expect(dynamo.client.send(withWarmIndex)).rejects.toThrow('WarmThroughput');
});

test('limits and endpoints can be described', async () => {
  dynamo = await startDynamo();
  expect((await dynamo.client.send(new DescribeLimitsCommand({}))).TableMaxReadCapacityUnits).toBe(40_000);
  const { Endpoints } = await dynamo.client.send(new DescribeEndpointsCommand({}));
  expect(Endpoints?.[0]?.Address).toBe(new URL(dynamo.endpoint).host);
});

test('a reset deletes tables and items', async () => {
  dynamo = await startDynamo();
  await makeTable(dynamo, 'items');
  await dynamo.client.send(new PutItemCommand({ TableName: 'items', Item: { id: { S: 'a' } } }));
  await resetEngines(dynamo.cloud);
  await makeTable(dynamo, 'items');
  expect((await dynamo.client.send(new ScanCommand({ TableName: 'items' }))).Count).toBe(0);
});

async function describe() {
  const { Table } = await dynamo.client.send(new DescribeTableCommand({ TableName: 'shop-dev-items' }));
  return Table!;
}

test('an index with several attributes of one key type is rejected by name', async () => {
  dynamo = await startDynamo();
  const AttributeDefinitions = ['id', 'a', 'b'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  }));
  const KeySchema = [
    { AttributeName: 'a', KeyType: 'HASH' as const },
    { AttributeName: 'b', KeyType: 'HASH' as const },
  ];
  const index = { IndexName: 'byBoth', KeySchema, Projection: { ProjectionType: 'ALL' as const } };
  const message = (operation: string) =>
    `DynamoDB ${operation} with several HASH or RANGE attributes in the key of an index is not emulated by apikit's embedded cloud.`;
  const made = makeTable(dynamo, 'composite', { AttributeDefinitions, GlobalSecondaryIndexes: [index] });
  await expect(made).rejects.toThrow(message('CreateTable'));
  await makeTable(dynamo, 'composite');
  const update = { AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create: index }] };
  const updated = dynamo.client.send(new UpdateTableCommand({ TableName: 'composite', ...update }));
  await expect(updated).rejects.toThrow(message('UpdateTable'));
});
