import {
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTable, startDynamo, type TestDynamo } from './table.ts';

let dynamo: TestDynamo;
const TableName = 'users';
beforeAll(async () => {
  dynamo = await startDynamo();
  await makeTable(dynamo, TableName, {
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'email', AttributeType: 'S' },
      { AttributeName: 'photo', AttributeType: 'B' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byEmail',
        KeySchema: [
          { AttributeName: 'email', KeyType: 'HASH' },
          { AttributeName: 'photo', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
});
afterAll(() => dynamo.close());

const put = (Item: object) => dynamo.client.send(new PutItemCommand({ TableName, Item: Item as never }));
const update = (values: object, UpdateExpression: string) =>
  dynamo.client.send(
    new UpdateItemCommand({
      TableName,
      Key: { id: { S: 'updated' } },
      UpdateExpression,
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values as never }),
    }),
  );
const transact = (item: object) =>
  dynamo.client.send(new TransactWriteItemsCommand({ TransactItems: [item as TransactWriteItem] }));
const empty = (type: 'string' | 'binary') =>
  `The AttributeValue for a key attribute cannot contain an empty ${type} value.`;
const OF_ITEM =
  'One or more parameter values are not valid. A value specified for a secondary index key is not supported.';
const OF_UPDATE =
  'One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported.';
const invalid = (message: string) => ({ name: 'ValidationException', message });

test('an empty value is not a key of an index, in any notation', async () => {
  const item = { id: { S: 'a' }, email: { S: '' } };
  const ofEmail = invalid(`${OF_ITEM} ${empty('string')} IndexName: byEmail, IndexKey: email`);
  await expect(put(item)).rejects.toMatchObject(ofEmail);
  const batch = { RequestItems: { [TableName]: [{ PutRequest: { Item: item } }] } };
  await expect(dynamo.client.send(new BatchWriteItemCommand(batch))).rejects.toMatchObject(ofEmail);
  await expect(transact({ Put: { TableName, Item: item } })).rejects.toMatchObject(ofEmail);
  await expect(put({ id: { S: 'a' }, photo: { B: new Uint8Array() } })).rejects.toMatchObject(
    invalid(`${OF_ITEM} ${empty('binary')} IndexName: byEmail, IndexKey: photo`),
  );
  const values = { ':e': { S: '' } };
  await expect(update(values, 'SET email = :e')).rejects.toMatchObject(invalid(`${OF_UPDATE} ${empty('string')}`));
  const Update = {
    TableName,
    Key: { id: { S: 'updated' } },
    UpdateExpression: 'SET email = :e',
    ExpressionAttributeValues: values,
  };
  await expect(transact({ Update })).rejects.toMatchObject(invalid(`${OF_UPDATE} ${empty('string')}`));
  // The value is computed from the item, not given.
  await update({ ':n': { S: '' } }, 'SET note = :n');
  await expect(update({}, 'SET email = note')).rejects.toMatchObject(invalid(`${OF_UPDATE} ${empty('string')}`));
});

test('a key has at most 2,048 bytes, or 1,024 as a sort key, and bytes are not characters', async () => {
  const tooLong = invalid(
    'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
  );
  for (const email of ['e'.repeat(2049), 'é'.repeat(1025)]) {
    await expect(put({ id: { S: 'b' }, email: { S: email } })).rejects.toMatchObject(tooLong);
    await expect(put({ id: { S: email } })).rejects.toMatchObject(tooLong);
  }
  await expect(put({ id: { S: 'b' }, photo: { B: new Uint8Array(1025) } })).rejects.toMatchObject(
    invalid(
      'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
    ),
  );
  const beyond = 'The update expression attempted to update the secondary index key beyond allowed size limits';
  await expect(update({ ':e': { S: 'é'.repeat(1025) } }, 'SET email = :e')).rejects.toMatchObject(invalid(beyond));
  await put({ id: { S: 'b' }, email: { S: 'é'.repeat(1024) }, photo: { B: new Uint8Array(1024) } });
});

test('an item that is older than its index and does not fit it can be changed and deleted', async () => {
  const old = 'old-users';
  await makeTable(dynamo, old);
  const write = (Item: object) => dynamo.client.send(new PutItemCommand({ TableName: old, Item: Item as never }));
  await write({ id: { S: 'number' }, email: { N: '1' } });
  await write({ id: { S: 'empty' }, email: { S: '' } });
  await write({ id: { S: 'fits' }, email: { S: 'a@example.com' } });
  await dynamo.client.send(
    new UpdateTableCommand({
      TableName: old,
      AttributeDefinitions: [{ AttributeName: 'email', AttributeType: 'S' }],
      GlobalSecondaryIndexUpdates: [
        {
          Create: {
            IndexName: 'byEmail',
            KeySchema: [{ AttributeName: 'email', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        },
      ],
    }),
  );
  await waitUntilTableExists(
    { client: dynamo.client, maxWaitTime: 10, minDelay: 0.05, maxDelay: 0.1 },
    { TableName: old },
  );
  const change = (id: string, UpdateExpression: string, value: object) =>
    dynamo.client.send(
      new UpdateItemCommand({
        TableName: old,
        Key: { id: { S: id } },
        UpdateExpression,
        ExpressionAttributeValues: { ':v': value as never },
      }),
    );
  const indexed = async () => {
    const { Items = [] } = await dynamo.client.send(new ScanCommand({ TableName: old, IndexName: 'byEmail' }));
    return Items.map(({ id }) => id!.S).sort();
  };
  expect(await indexed()).toEqual(['fits']);
  await change('number', 'SET age = :v', { N: '7' });
  await change('empty', 'SET age = :v', { N: '7' });
  expect(await indexed()).toEqual(['fits']);
  await change('number', 'SET email = :v', { S: 'b@example.com' });
  expect(await indexed()).toEqual(['fits', 'number']);
});

test('Select must fit the other members, with the messages of Query and Scan', async () => {
  const query = (more: object) =>
    dynamo.client.send(
      new QueryCommand({
        TableName,
        IndexName: 'byEmail',
        KeyConditionExpression: 'email = :e',
        ExpressionAttributeValues: { ':e': { S: 'x' } },
        ...more,
      }),
    );
  const scan = (more: object) => dynamo.client.send(new ScanCommand({ TableName, ...more }));
  const refused: [object, string][] = [
    [
      { Select: 'SPECIFIC_ATTRIBUTES' },
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    ],
    [
      { Select: 'COUNT', ProjectionExpression: 'id' },
      'Cannot specify the ProjectionExpression when choosing to get only the Count',
    ],
    [
      { Select: 'ALL_PROJECTED_ATTRIBUTES', ProjectionExpression: 'id' },
      'Cannot specify the ProjectionExpression when choosing to get ALL_PROJECTED_ATTRIBUTES',
    ],
  ];
  for (const [members, message] of refused) {
    await expect(scan(members)).rejects.toMatchObject(invalid(`1 validation error detected: ${message}`));
    await expect(query(members)).rejects.toMatchObject(invalid(`1 validation error detected: ${message}`));
  }
  await expect(scan({ Select: 'ALL_PROJECTED_ATTRIBUTES' })).rejects.toMatchObject(
    invalid('1 validation error detected: ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName'),
  );
  await expect(scan({ Select: 'ALL_ATTRIBUTES', AttributesToGet: ['id'] })).rejects.toMatchObject(
    invalid('1 validation error detected: Cannot specify the AttributesToGet when choosing to get ALL_ATTRIBUTES'),
  );
  await expect(scan({ Segment: 0 })).rejects.toMatchObject(
    invalid(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    ),
  );
  await expect(scan({ IndexName: 'byEmail', ConsistentRead: true })).rejects.toMatchObject(
    invalid('Consistent reads are not supported on global secondary indexes'),
  );
  expect((await query({ Select: 'ALL_PROJECTED_ATTRIBUTES' })).Count).toBe(0);
  expect((await scan({ Select: 'COUNT' })).Items).toBeUndefined();
});

test('an empty value is not a key of an item, and does not cancel a transaction', async () => {
  const Key = { id: { S: '' } };
  const ofKey = invalid(`One or more parameter values are not valid. ${empty('string')} Key: id`);
  await expect(dynamo.client.send(new GetItemCommand({ TableName, Key }))).rejects.toMatchObject(ofKey);
  await expect(transact({ Delete: { TableName, Key } })).rejects.toMatchObject(ofKey);
  const write = { TableName, Key, UpdateExpression: 'SET v = :v', ExpressionAttributeValues: { ':v': { N: '0' } } };
  await expect(transact({ Update: write })).rejects.toMatchObject(ofKey);
  const query = new QueryCommand({
    TableName,
    KeyConditionExpression: 'id = :id',
    ExpressionAttributeValues: { ':id': { S: '' } },
  });
  await expect(dynamo.client.send(query)).rejects.toMatchObject(ofKey);
});
