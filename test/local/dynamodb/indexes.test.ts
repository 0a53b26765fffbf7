import {
  DescribeTableCommand,
  PutItemCommand,
  QueryCommand,
  type TableDescription,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tempDir } from '../../helpers/cli.ts';
import { makeTable, startDynamo, type TestDynamo } from './table.ts';

let dynamo: TestDynamo;
beforeEach(async () => {
  dynamo = await startDynamo();
  await makeTable(dynamo, 'users');
});
afterEach(() => dynamo.close());

const TableName = 'users';
const put = (id: string, email: object) =>
  dynamo.client.send(new PutItemCommand({ TableName, Item: { id: { S: id }, email: email as never } }));

async function describe(): Promise<TableDescription> {
  return (await dynamo.client.send(new DescribeTableCommand({ TableName }))).Table!;
}

const change = (updates: UpdateTableCommandInput['GlobalSecondaryIndexUpdates'], type: 'S' | 'N' = 'S') =>
  dynamo.client.send(
    new UpdateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'email', AttributeType: type }],
      GlobalSecondaryIndexUpdates: updates,
    }),
  );
const byEmail = (IndexName = 'byEmail') => ({
  Create: {
    IndexName,
    KeySchema: [{ AttributeName: 'email', KeyType: 'HASH' as const }],
    Projection: { ProjectionType: 'KEYS_ONLY' as const },
  },
});

async function idsOf(email: string): Promise<string[]> {
  const { Items = [] } = await dynamo.client.send(
    new QueryCommand({
      TableName,
      IndexName: 'byEmail',
      KeyConditionExpression: 'email = :email',
      ExpressionAttributeValues: { ':email': { S: email } },
    }),
  );
  return Items.map(({ id }) => id!.S!);
}

const settled = () => expect.poll(async () => (await describe()).TableStatus).toBe('ACTIVE');

test('a new index contains earlier and later items', async () => {
  await put('a', { S: 'x@example.com' });
  await put('b', { N: '1' });
  await put('c', { S: 'y@example.com' });
  const { TableDescription } = await change([byEmail()]);
  expect(TableDescription).toMatchObject({
    TableStatus: 'UPDATING',
    GlobalSecondaryIndexes: [{ IndexName: 'byEmail', IndexStatus: 'CREATING', Backfilling: true }],
  });
  await settled();
  expect((await describe()).GlobalSecondaryIndexes).toMatchObject([{ IndexName: 'byEmail', IndexStatus: 'ACTIVE' }]);
  await put('d', { S: 'x@example.com' });
  expect((await idsOf('x@example.com')).sort()).toEqual(['a', 'd']);
  await expect(put('e', { N: '1' })).rejects.toMatchObject({ name: 'ValidationException' });
});

test('one index is created at a time, only without other pending changes, and cannot be read until then', async () => {
  await dynamo.close();
  // A second is enough for four requests on a busy machine.
  dynamo = await startDynamo({ tableTransitionMs: 1_000 });
  await makeTable(dynamo, 'users');
  await expect(change([byEmail(), byEmail('other')])).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: 'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
  });
  await change([byEmail()]);
  await expect(idsOf('x@example.com')).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Cannot read from backfilling global secondary index: byEmail',
  });
  await expect(change([byEmail('other')])).rejects.toMatchObject({ name: 'ResourceInUseException' });
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  const recovery = new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification });
  await expect(dynamo.client.send(recovery)).rejects.toMatchObject({ name: 'ResourceInUseException' });
  await settled();
  await expect(change([byEmail()])).rejects.toThrow('Attempting to create an index which already exists');
  await expect(change([byEmail('other')], 'N')).rejects.toMatchObject({ name: 'ValidationException' });
});

test('an index and the billing mode cannot be changed in one call', async () => {
  const both = new UpdateTableCommand({
    TableName,
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
    AttributeDefinitions: [{ AttributeName: 'email', AttributeType: 'S' }],
    GlobalSecondaryIndexUpdates: [byEmail()],
  });
  await expect(dynamo.client.send(both)).rejects.toThrow(
    'DynamoDB UpdateTable with a new or deleted index and BillingMode, ProvisionedThroughput in one call',
  );
  expect(await describe()).toMatchObject({
    TableStatus: 'ACTIVE',
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
  });
});

test('a deleted index disappears with its attribute, and can be created again', async () => {
  await put('a', { S: 'x@example.com' });
  await change([byEmail()]);
  await settled();
  await change([{ Delete: { IndexName: 'byEmail' } }]);
  expect((await describe()).GlobalSecondaryIndexes).toMatchObject([{ IndexStatus: 'DELETING' }]);
  await settled();
  const table = await describe();
  expect(table.GlobalSecondaryIndexes).toBeUndefined();
  expect(table.AttributeDefinitions).toEqual([{ AttributeName: 'id', AttributeType: 'S' }]);
  await put('b', { N: '1' });
  await expect(change([{ Delete: { IndexName: 'byEmail' } }])).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await change([byEmail()]);
  await settled();
  expect(await idsOf('x@example.com')).toEqual(['a']);
});

test('a cloud that is stopped while an index is created has it after its next start', async () => {
  const dataDir = tempDir();
  await dynamo.close();
  dynamo = await startDynamo({ dataDir });
  await makeTable(dynamo, 'users');
  await put('a', { S: 'x@example.com' });
  await change([byEmail()]);
  await dynamo.close();
  dynamo = await startDynamo({ dataDir });
  expect(await describe()).toMatchObject({
    TableStatus: 'ACTIVE',
    GlobalSecondaryIndexes: [{ IndexStatus: 'ACTIVE' }],
  });
  expect(await idsOf('x@example.com')).toEqual(['a']);
});
