import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemSize } from '../../../src/local/services/dynamodb/items/item-size.ts';
import { send } from './raw.ts';
import { makeTable, startDynamo, type TestDynamo } from './table.ts';

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
  await makeTable(dynamo, 'items');
  await makeTable(dynamo, 'orders', {
    AttributeDefinitions: [
      { AttributeName: 'customer', AttributeType: 'S' },
      { AttributeName: 'number', AttributeType: 'N' },
      { AttributeName: 'day', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'customer', KeyType: 'HASH' },
      { AttributeName: 'number', KeyType: 'RANGE' },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: 'byDay',
        KeySchema: [
          { AttributeName: 'customer', KeyType: 'HASH' },
          { AttributeName: 'day', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
});
afterAll(() => dynamo.close());

test('an attribute with the name __proto__ is an ordinary attribute', async () => {
  const TableName = 'items';
  const Key = { id: { S: 'proto' } };
  const item = `{"id":{"S":"proto"},"__proto__":{"M":{"__proto__":{"S":"deep"},"x":{"N":"1"}}}}`;
  expect(await send(dynamo, 'PutItem', `{"TableName":"items","Item":${item}}`)).toMatchObject({ status: 200 });
  const read = (more: object) => send(dynamo, 'GetItem', { TableName, Key, ...more });
  const itemOf = async (more: object = {}) => JSON.stringify((await read(more)).body.Item);
  expect(JSON.parse(await itemOf())).toEqual(JSON.parse(item));
  expect(await itemOf()).toContain('"__proto__":{"M":{"__proto__":{"S":"deep"}');
  const names = { '#p': '__proto__', '#x': 'x' };
  expect(await itemOf({ ProjectionExpression: '#p.#p', ExpressionAttributeNames: { '#p': '__proto__' } })).toBe(
    '{"__proto__":{"M":{"__proto__":{"S":"deep"}}}}',
  );
  expect(await itemOf({ AttributesToGet: ['__proto__'] })).toContain('deep');
  await dynamo.client.send(
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: 'SET #p.#x = #p.#x + :one',
      ConditionExpression: 'attribute_exists(#p)',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ':one': { N: '1' } },
    }),
  );
  expect(await itemOf()).toContain('"x":{"N":"2"}');
  expect(({} as { M?: unknown }).M).toBeUndefined();
});

test('an attribute with the name __proto__ can be a key and be indexed', async () => {
  const names = ['__proto__', 'constructor'];
  const index = { IndexName: 'byOther', KeySchema: [{ AttributeName: 'constructor', KeyType: 'HASH' as const }] };
  await makeTable(dynamo, 'named', {
    AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: [{ AttributeName: '__proto__', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [{ ...index, Projection: { ProjectionType: 'KEYS_ONLY' } }],
  });
  const key = '{"__proto__":{"S":"a"}}';
  const missing = await send(dynamo, 'PutItem', '{"TableName":"named","Item":{"x":{"S":"a"}}}');
  expect(missing.message).toContain('Missing the key __proto__ in the item');
  await send(dynamo, 'PutItem', '{"TableName":"named","Item":{"__proto__":{"S":"a"},"constructor":{"S":"c"}}}');
  const { body } = await send(dynamo, 'GetItem', `{"TableName":"named","Key":${key}}`);
  expect(JSON.stringify(body.Item)).toBe('{"__proto__":{"S":"a"},"constructor":{"S":"c"}}');
  const indexed = await send(dynamo, 'Scan', { TableName: 'named', IndexName: 'byOther' });
  expect(JSON.stringify(indexed.body.Items)).toBe('[{"constructor":{"S":"c"},"__proto__":{"S":"a"}}]');
});

test('a number may have a plus sign', async () => {
  const Item = { id: { S: 'plus' }, n: { N: '+1E6' }, set: { NS: ['+1.23', '-2'] }, s: { S: '+1' } };
  await dynamo.client.send(new PutItemCommand({ TableName: 'items', Item }));
  const { Item: read } = await dynamo.client.send(
    new GetItemCommand({ TableName: 'items', Key: { id: { S: 'plus' } } }),
  );
  expect(read).toEqual({ id: { S: 'plus' }, n: { N: '1000000' }, set: { NS: ['1.23', '-2'] }, s: { S: '+1' } });
  const twice = new PutItemCommand({ TableName: 'items', Item: { id: { S: 'plus' }, n: { N: '+-1' } } });
  await expect(dynamo.client.send(twice)).rejects.toThrow('cannot be converted to a numeric value');
});

test('sizes follow the Developer Guide', () => {
  // LocalStack recorded the first four as SizeBytes of streams, whose records have the key and an image.
  expect(itemSize({ id: { S: 'Fred' } })).toBe(12 / 2);
  expect(itemSize({ id: { S: 'NewKey' }, attr1: { S: 'value1' }, attr2: { S: 'value2' } })).toBe(38 - 8);
  expect(itemSize({ my_partition_key: { S: 'hello world' } })).toBe(27);
  expect(itemSize({ binary_key: { B: 'Zm9vYmFy' } })).toBe(16);
  expect(itemSize({ é: { S: 'é' } })).toBe(4);
  expect(itemSize({ a: { BOOL: true }, b: { NULL: true } })).toBe(4);
  expect(itemSize({ a: { L: [{ S: 'x' }] }, b: { M: { k: { S: 'x' } } } })).toBe(1 + 3 + 2 + 1 + 3 + 1 + 2);
});

test('BatchGetItem returns 16 MB: 52 items of 300 KB, and the other keys as unprocessed in their original form', async () => {
  const ids = Array.from({ length: 54 }, (_, number) => `big-${number}`);
  for (const id of ids) {
    const size = 300 * 1024 - itemSize({ id: { S: id }, data: { S: '' } });
    await dynamo.client.send(
      new PutItemCommand({ TableName: 'items', Item: { id: { S: id }, data: { S: 'x'.repeat(size) } } }),
    );
  }
  const request = {
    Keys: ids.map((id) => ({ id: { S: id } })),
    ConsistentRead: true,
    ProjectionExpression: '#d',
    ExpressionAttributeNames: { '#d': 'data' },
  };
  const whole = await dynamo.client.send(new BatchGetItemCommand({ RequestItems: { items: { Keys: request.Keys } } }));
  expect(whole.Responses!.items).toHaveLength(52);
  const { Responses, UnprocessedKeys } = await dynamo.client.send(
    new BatchGetItemCommand({ RequestItems: { items: request } }),
  );
  const { Keys, ...rest } = UnprocessedKeys!.items!;
  expect(Responses!.items!.length + Keys!.length).toBe(54);
  expect({ ...rest, Keys: request.Keys }).toEqual(request);
});

test('item collection metrics are returned for tables with local indexes, on request', async () => {
  const Item = { customer: { S: 'ann' }, number: { N: '1' } };
  const asked = { TableName: 'orders', ReturnItemCollectionMetrics: 'SIZE' as const };
  const ann = { ItemCollectionKey: { customer: { S: 'ann' } }, SizeEstimateRangeGB: [0, 1] };
  const bob = { ...ann, ItemCollectionKey: { customer: { S: 'bob' } } };
  const one = await dynamo.client.send(new PutItemCommand({ ...asked, Item }));
  expect(one.ItemCollectionMetrics).toEqual(ann);
  const gone = await dynamo.client.send(new DeleteItemCommand({ ...asked, Key: Item }));
  expect(gone.ItemCollectionMetrics).toEqual(ann);
  const silent = await dynamo.client.send(new PutItemCommand({ TableName: 'orders', Item }));
  expect(silent.ItemCollectionMetrics).toBeUndefined();
  const without = { TableName: 'items', ReturnItemCollectionMetrics: 'SIZE' as const, Item: { id: { S: 'a' } } };
  expect((await dynamo.client.send(new PutItemCommand(without))).ItemCollectionMetrics).toBeUndefined();
  const batch = await dynamo.client.send(
    new BatchWriteItemCommand({
      ReturnItemCollectionMetrics: 'SIZE',
      RequestItems: {
        items: [{ PutRequest: { Item: { id: { S: 'b' } } } }],
        orders: [
          { PutRequest: { Item: { ...Item, number: { N: '2' } } } },
          { DeleteRequest: { Key: Item } },
          { PutRequest: { Item: { ...Item, customer: { S: 'bob' } } } },
        ],
      },
    }),
  );
  expect(batch.ItemCollectionMetrics).toEqual({ orders: [ann, bob] });
  const transaction = await dynamo.client.send(
    new TransactWriteItemsCommand({
      ReturnItemCollectionMetrics: 'SIZE',
      TransactItems: [{ Put: { TableName: 'orders', Item } }],
    }),
  );
  expect(transaction.ItemCollectionMetrics).toEqual({ orders: [ann] });
});

test('a table has a UUID, and DescribeTable returns its warm throughput', async () => {
  const { Table } = await dynamo.client.send(new DescribeTableCommand({ TableName: 'items' }));
  expect(Table!.TableId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(Table!.WarmThroughput).toEqual({
    ReadUnitsPerSecond: 12_000,
    WriteUnitsPerSecond: 4000,
    Status: 'ACTIVE',
  });
});

test('a transaction with the same content in another order is the same', async () => {
  const ClientRequestToken = 'once';
  const first = { TableName: 'items', Item: { id: { S: 'token' }, n: { N: '1' } } };
  const again = { Item: { n: { N: '1' }, id: { S: 'token' } }, TableName: 'items' };
  const transact = (Put: object) =>
    send(dynamo, 'TransactWriteItems', { ClientRequestToken, TransactItems: [{ Put }] });
  expect(await transact(first)).toMatchObject({ status: 200 });
  expect(await transact(again)).toMatchObject({ status: 200 });
  expect(await transact({ ...first, Item: { id: { S: 'token' } } })).toMatchObject({
    code: 'IdempotentParameterMismatchException',
  });
});
