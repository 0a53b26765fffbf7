import {
  DescribeTableCommand,
  PutItemCommand,
  type PutItemCommandInput,
  ScanCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTable, startDynamo, type TestDynamo } from './table.ts';

let dynamo: TestDynamo;
const TableName = 'items';
const Key = { id: { S: 'a' } };
beforeAll(async () => {
  dynamo = await startDynamo({ tableTransitionMs: 0 });
  const key = (AttributeName: string) => [{ AttributeName, KeyType: 'HASH' as const }];
  await makeTable(dynamo, TableName, {
    AttributeDefinitions: ['id', 'color'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byColor',
        KeySchema: key('color'),
        Projection: { ProjectionType: 'KEYS_ONLY' },
        ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
      },
    ],
  });
});
afterAll(() => dynamo.close());

const put = (Item: object, more: Partial<PutItemCommandInput> = {}) =>
  dynamo.client.send(new PutItemCommand({ TableName, Item: { ...Key, ...Item } as never, ...more }));
const update = (UpdateExpression: string, values?: object, more: Partial<UpdateItemCommandInput> = {}) =>
  dynamo.client.send(
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression,
      ...(values && { ExpressionAttributeValues: values as never }),
      ReturnValues: 'ALL_NEW',
      ...more,
    }),
  );
const list = (...texts: string[]) => ({ L: texts.map((S) => ({ S })) });

test('elements of a list are removed and added by their indexes before the update', async () => {
  await put({ l: list('0', '1', '2', '3') });
  expect((await update('REMOVE l[0], l[1]')).Attributes?.l).toEqual(list('2', '3'));
  const values = { ':x': { S: 'x' }, ':y': { S: 'y' } };
  expect((await update('SET l[9] = :y, l[7] = :x REMOVE l[0]', values)).Attributes?.l).toEqual(list('3', 'x', 'y'));
});

test('an element at any index beyond the end is appended at once, up to the highest index that AWS allows', async () => {
  await put({ l: list('0') });
  const values = { ':x': { S: 'x' }, ':y': { S: 'y' } };
  const { Attributes } = await update('SET l[4294967294] = :y, l[2000000000] = :x', values);
  expect(Attributes?.l).toEqual(list('0', 'x', 'y'));
  await expect(update('SET l[4294967295] = :y', { ':y': { S: 'y' } })).rejects.toThrow(
    'Invalid UpdateExpression: List index is not within the allowable range; index: [4294967295]',
  );
});

test('all values of an update come from the item before it', async () => {
  await put({ a: { N: '1' }, b: { N: '2' }, m: { M: { deep: { S: 'old' } } } });
  const values = { ':n': { N: '10' }, ':d': { S: 'new' } };
  const { Attributes } = await update('SET a = b, b = a + :n, m.deep = :d, clone = m', values);
  expect(Attributes).toMatchObject({ a: { N: '2' }, b: { N: '11' }, clone: { M: { deep: { S: 'old' } } } });
  expect(Attributes?.m).toEqual({ M: { deep: { S: 'new' } } });
});

test('an update that does not fit the item is refused and changes nothing', async () => {
  await put({ n: { N: '9'.repeat(38) }, s: { S: 'text' } });
  const refused = [
    ['SET n = n + :x', { ':x': { N: '0.1' } }, 'Attempting to store more than 38 significant digits in a Number'],
    ['SET s = s + :x', { ':x': { N: '1' } }, 'An operand in the update expression has an incorrect data type'],
    ['ADD s :x', { ':x': { N: '1' } }, 'An operand in the update expression has an incorrect data type'],
    ['SET t = absent', undefined, 'The provided expression refers to an attribute that does not exist in the item'],
    ['SET s.x = :x', { ':x': { N: '1' } }, 'The document path provided in the update expression is invalid for update'],
  ] as const;
  for (const [expression, values, message] of refused) {
    await expect(update(expression, values)).rejects.toMatchObject({ name: 'ValidationException', message });
  }
  expect((await update('SET ok = n')).Attributes?.ok).toEqual({ N: '9'.repeat(38) });
});

test('older parameters change sets and numbers, and any true condition is enough with OR', async () => {
  await put({ set: { SS: ['a', 'b'] }, n: { N: '1' } });
  const older = (AttributeUpdates: object, more: object = {}) =>
    dynamo.client.send(
      new UpdateItemCommand({
        TableName,
        Key,
        ReturnValues: 'ALL_NEW',
        ...more,
        AttributeUpdates: AttributeUpdates as never,
      }),
    );
  const changes = {
    set: { Action: 'DELETE', Value: { SS: ['a'] } },
    n: { Action: 'ADD', Value: { N: '0.5' } },
    l: { Action: 'ADD', Value: list('x') },
  };
  const Expected = { n: { Value: { N: '7' } }, gone: { Exists: false } };
  await expect(older(changes, { Expected })).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  const { Attributes } = await older(changes, { Expected, ConditionalOperator: 'OR' });
  expect(Attributes).toEqual({ ...Key, set: { SS: ['b'] }, n: { N: '1.5' }, l: list('x') });
});

test('a filter compares numbers, bytes and elements of lists', async () => {
  await put({ l: { L: [{ M: { a: { N: '1' } } }] }, face: { S: '\u{1F600}' }, raw2: { B: new Uint8Array([255]) } });
  const count = async (FilterExpression: string, value: object) => {
    const values = { ':v': value as never };
    const { Count } = await dynamo.client.send(
      new ScanCommand({ TableName, FilterExpression, ExpressionAttributeValues: values }),
    );
    return Count;
  };
  expect(await count('contains(l, :v)', { M: { a: { N: '1' } } })).toBe(1);
  expect(await count('contains(l, :v)', { M: { a: { N: '2' } } })).toBe(0);
  expect(await count('face > :v', { S: '\uFFFD' })).toBe(1);
  expect(await count('raw2 > :v', { B: new Uint8Array([127]) })).toBe(1);
  expect(await count('size(face) = :v', { N: '2' })).toBe(1);
  expect(await count('NOT absent <> :v', { N: '2' })).toBe(0);
});

test('the capacity of a write has the indexes that it changes', async () => {
  const units = async (Item: object) => {
    const { ConsumedCapacity } = await put(Item, { ReturnConsumedCapacity: 'INDEXES' });
    return [ConsumedCapacity?.CapacityUnits, ConsumedCapacity?.GlobalSecondaryIndexes?.byColor?.CapacityUnits];
  };
  await put({});
  expect(await units({ color: { S: 'red' } })).toEqual([2, 1]);
  expect(await units({ color: { S: 'red' }, more: { S: 'not projected' } })).toEqual([1, undefined]);
  expect(await units({ color: { S: 'blue' } })).toEqual([3, 2]);
  expect(await units({})).toEqual([2, 1]);
});

test('a new index of a table with provisioned capacity needs a capacity, too', async () => {
  const create = (capacity: object) =>
    dynamo.client.send(
      new UpdateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: 'size', AttributeType: 'S' }],
        GlobalSecondaryIndexUpdates: [
          {
            Create: {
              IndexName: 'bySize',
              KeySchema: [{ AttributeName: 'size', KeyType: 'HASH' }],
              Projection: { ProjectionType: 'ALL' },
              ...capacity,
            },
          },
        ],
      }),
    );
  await expect(create({})).rejects.toThrow('ProvisionedThroughput must be specified for index: bySize');
});

test('the throughput of a table and of its indexes can be changed, and of nothing else', async () => {
  const change = (more: object) => dynamo.client.send(new UpdateTableCommand({ TableName, ...more }));
  const throughput = (units: number) => ({
    ProvisionedThroughput: { ReadCapacityUnits: units, WriteCapacityUnits: units },
  });
  const ofIndex = (IndexName: string) => ({
    GlobalSecondaryIndexUpdates: [{ Update: { IndexName, ...throughput(5) } }],
  });
  await change({ ...throughput(3), ...ofIndex('byColor') });
  const { Table } = await dynamo.client.send(new DescribeTableCommand({ TableName }));
  expect(Table?.ProvisionedThroughput).toMatchObject({ ReadCapacityUnits: 3, NumberOfDecreasesToday: 0 });
  expect(Table?.GlobalSecondaryIndexes).toMatchObject([{ ProvisionedThroughput: { WriteCapacityUnits: 5 } }]);
  await expect(change(throughput(3))).rejects.toThrow('The provisioned throughput for the table will not change.');
  await expect(change(ofIndex('other'))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Requested resource not found: Index: other of table items not found',
  });
  await change({ BillingMode: 'PAY_PER_REQUEST' });
  await expect(change(ofIndex('byColor'))).rejects.toThrow('Neither ReadCapacityUnits nor WriteCapacityUnits');
  await expect(change({ BillingMode: 'PROVISIONED', ...throughput(1) })).rejects.toThrow(
    'ProvisionedThroughput must be specified for index: byColor',
  );
});
