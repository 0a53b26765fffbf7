import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTable, startDynamo, type TestDynamo } from './table.ts';

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.close());

test('the ARN of a table is accepted in place of its name, and returned where it was given', async () => {
  await makeTable(dynamo, 'items');
  const { client } = dynamo;
  const TableName = 'arn:aws:dynamodb:eu-west-1:000000000000:table/items';
  const Key = { id: { S: 'a' } };
  const ReturnConsumedCapacity = 'TOTAL' as const;
  const put = await client.send(new PutItemCommand({ TableName, Item: Key, ReturnConsumedCapacity }));
  expect(put.ConsumedCapacity).toMatchObject({ TableName });
  expect((await client.send(new GetItemCommand({ TableName: 'items', Key }))).Item).toEqual(Key);
  expect((await client.send(new GetItemCommand({ TableName, Key }))).Item).toEqual(Key);
  expect((await client.send(new ScanCommand({ TableName }))).Count).toBe(1);
  const KeyConditionExpression = 'id = :id';
  const ExpressionAttributeValues = { ':id': { S: 'a' } };
  const query = new QueryCommand({ TableName, KeyConditionExpression, ExpressionAttributeValues });
  expect((await client.send(query)).Count).toBe(1);
  await client.send(new UpdateItemCommand({ TableName, Key }));
  const RequestItems = { [TableName]: { Keys: [Key] } };
  const batch = await client.send(new BatchGetItemCommand({ RequestItems, ReturnConsumedCapacity }));
  expect(batch.Responses).toEqual({ [TableName]: [Key] });
  expect(batch.ConsumedCapacity).toMatchObject([{ TableName }]);
  await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ DeleteRequest: { Key } }] } }));
  await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: Key } }] }));
  const read = await client.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key } }] }));
  expect(read.Responses).toEqual([{ Item: Key }]);
  expect((await client.send(new DescribeTableCommand({ TableName }))).Table!.TableName).toBe('items');
  await client.send(new DescribeTimeToLiveCommand({ TableName }));
  await client.send(new DescribeContinuousBackupsCommand({ TableName }));
  await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
  await client.send(new DeleteTableCommand({ TableName }));
});

test('a table of another account is not accessible; one of another region is rejected by name', async () => {
  const get = (TableName: string) => dynamo.client.send(new GetItemCommand({ TableName, Key: { id: { S: 'a' } } }));
  const arn = 'arn:aws:dynamodb:eu-west-1:111122223333:table/items';
  await expect(get(arn)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: `User: arn:aws:iam::000000000000:root is not authorized to perform: dynamodb:GetItem on resource: ${arn} because no resource-based policy allows the dynamodb:GetItem action`,
  });
  await expect(get('arn:aws:dynamodb:us-west-2:000000000000:table/items')).rejects.toMatchObject({
    name: 'NotImplementedException',
  });
  await expect(get('arn:aws:sqs:eu-west-1:000000000000:items')).rejects.toMatchObject({ name: 'ValidationException' });
});
