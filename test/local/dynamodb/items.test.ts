import {
  type AttributeValue,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { engineOf } from '../../../src/local/services/dynamodb/engines.ts';
import { sweepTable } from '../../../src/local/services/dynamodb/expiry-sweeper.ts';
import { aws, hasAwsCli } from '../../helpers/aws-cli.ts';
import { makeTable, startDynamo, type TestDynamo } from './table.ts';

let dynamo: TestDynamo;
let TableName: string;
let tables = 0;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.close());
beforeEach(() => {
  TableName = `orders-${++tables}`;
});

const ORDERS = {
  AttributeDefinitions: [
    { AttributeName: 'customer', AttributeType: 'S' as const },
    { AttributeName: 'number', AttributeType: 'N' as const },
    { AttributeName: 'state', AttributeType: 'S' as const },
  ],
  KeySchema: [
    { AttributeName: 'customer', KeyType: 'HASH' as const },
    { AttributeName: 'number', KeyType: 'RANGE' as const },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-state',
      KeySchema: [{ AttributeName: 'state', KeyType: 'HASH' as const }],
      Projection: { ProjectionType: 'ALL' as const },
    },
  ],
};
const order = (customer: string, number: number, state = 'open') => ({
  customer: { S: customer },
  number: { N: String(number) },
  state: { S: state },
});
const put = (...args: Parameters<typeof order>) =>
  dynamo.client.send(new PutItemCommand({ TableName, Item: order(...args) }));

async function numbersOf(customer: string, Limit: number): Promise<number[][]> {
  const pages: number[][] = [];
  let ExclusiveStartKey: Record<string, never> | undefined;
  do {
    const page = await dynamo.client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'customer = :c',
        ExpressionAttributeValues: { ':c': { S: customer } },
        Limit,
        ExclusiveStartKey,
      }),
    );
    pages.push(page.Items!.map((item) => Number(item.number!.N)));
    ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
  } while (ExclusiveStartKey);
  return pages;
}

test('a query returns items in the order of their sort key, page by page', async () => {
  await makeTable(dynamo, TableName, ORDERS);
  for (const number of [10, -1, 2, 30, 4]) await put('ann', number);
  await put('bob', 1);
  expect(await numbersOf('ann', 2)).toEqual([[-1, 2], [4, 10], [30]]);
});

test('an index follows its items', async () => {
  await makeTable(dynamo, TableName, ORDERS);
  const open = async () => {
    const { Items } = await dynamo.client.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-state',
        KeyConditionExpression: '#s = :s',
        ExpressionAttributeNames: { '#s': 'state' },
        ExpressionAttributeValues: { ':s': { S: 'open' } },
      }),
    );
    return Items!.map((item) => item.customer!.S).sort();
  };
  await put('ann', 1);
  await put('bob', 1);
  expect(await open()).toEqual(['ann', 'bob']);
  await put('ann', 1, 'paid');
  await dynamo.client.send(new DeleteItemCommand({ TableName, Key: { customer: { S: 'bob' }, number: { N: '1' } } }));
  expect(await open()).toEqual([]);
});

test('one of many conditional creates of the same item succeeds', async () => {
  await makeTable(dynamo, TableName);
  const rivals = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) =>
      dynamo.client.send(
        new PutItemCommand({
          TableName,
          Item: { id: { S: 'one' }, by: { N: String(index) } },
          ConditionExpression: 'attribute_not_exists(id)',
        }),
      ),
    ),
  );
  expect(rivals.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const lost = rivals.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
  expect(lost.reason).toMatchObject({
    name: 'ConditionalCheckFailedException',
    message: 'The conditional request failed',
  });
});

test('updates return the requested values, and capacity on request', async () => {
  await makeTable(dynamo, TableName);
  const { Attributes, ConsumedCapacity } = await dynamo.client.send(
    new UpdateItemCommand({
      TableName,
      Key: { id: { S: 'a' } },
      UpdateExpression: 'SET visits = if_not_exists(visits, :zero) + :one',
      ExpressionAttributeValues: { ':zero': { N: '0' }, ':one': { N: '1' } },
      ReturnValues: 'ALL_NEW',
      ReturnConsumedCapacity: 'TOTAL',
    }),
  );
  expect(Attributes).toEqual({ id: { S: 'a' }, visits: { N: '1' } });
  expect(ConsumedCapacity).toMatchObject({ TableName, CapacityUnits: 1 });
});

/** Returns a value inside this many lists and maps. */
function wrapped(wrappers: number): AttributeValue {
  let value: AttributeValue = { S: 'core' };
  for (let count = 0; count < wrappers; count++) value = count % 2 === 0 ? { L: [value] } : { M: { in: value } };
  return value;
}

test('an item has at most 32 levels in any notation', async () => {
  await makeTable(dynamo, TableName);
  const refusal = {
    name: 'ValidationException',
    message: expect.stringMatching(/^Nesting Levels have exceeded supported limits: /),
  };
  const put = (wrappers: number) =>
    dynamo.client.send(new PutItemCommand({ TableName, Item: { id: { S: 'a' }, deep: wrapped(wrappers) } }));
  await put(31);
  await expect(put(32)).rejects.toMatchObject(refusal);
  const set = (path: string, wrappers: number) =>
    dynamo.client.send(
      new UpdateItemCommand({
        TableName,
        Key: { id: { S: 'a' } },
        UpdateExpression: `SET ${path} = :v`,
        ExpressionAttributeValues: { ':v': wrapped(wrappers) },
      }),
    );
  await set('shallow', 31);
  await expect(set('deep[0]', 31)).rejects.toMatchObject(refusal);
});

test('a scan stops at one megabyte and continues from there', async () => {
  await makeTable(dynamo, TableName);
  for (let batch = 0; batch < 8; batch++) {
    const RequestItems = {
      [TableName]: Array.from({ length: 25 }, (_, index) => ({
        PutRequest: { Item: { id: { S: `${batch}-${index}` }, text: { S: 'x'.repeat(10_000) } } },
      })),
    };
    await dynamo.client.send(new BatchWriteItemCommand({ RequestItems }));
  }
  const first = await dynamo.client.send(new ScanCommand({ TableName }));
  expect(first.Count).toBeLessThan(110);
  const rest = await dynamo.client.send(new ScanCommand({ TableName, ExclusiveStartKey: first.LastEvaluatedKey }));
  expect(first.Count! + rest.Count!).toBe(200);
});

test.each([
  ['no key', { TableName: 'orders', Item: { x: { S: '1' } } }, 'Missing the key id in the item'],
  [
    'a bad expression',
    { TableName: 'orders', Item: { id: { S: 'a' } }, ConditionExpression: 'nonsense(' },
    'Invalid ConditionExpression',
  ],
  ['a missing table', { TableName: 'nowhere', Item: { id: { S: 'a' } } }, 'Requested resource not found'],
])('%s is rejected with the message of DynamoDB', async (_what, input, message) => {
  const { TableNames } = await dynamo.client.send(new ListTablesCommand({}));
  if (!TableNames!.includes('orders')) await makeTable(dynamo, 'orders');
  await expect(dynamo.client.send(new PutItemCommand(input))).rejects.toThrow(message);
});

test('the time to live deletes expired items and nothing else', async () => {
  await makeTable(dynamo, TableName);
  const now = Date.UTC(2026, 0, 1);
  const expiring = { past: now / 1000 - 1, future: now / 1000 + 60, ancient: 1 };
  for (const [id, at] of Object.entries(expiring)) {
    await dynamo.client.send(new PutItemCommand({ TableName, Item: { id: { S: id }, at: { N: String(at) } } }));
  }
  await dynamo.client.send(new PutItemCommand({ TableName, Item: { id: { S: 'text' }, at: { S: '1' } } }));
  const engine = await engineOf({ cloud: dynamo.cloud, account: '000000000000', region: 'eu-west-1' });
  expect(await sweepTable(engine, now, TableName, 'at')).toBeUndefined();
  const { Items } = await dynamo.client.send(new ScanCommand({ TableName }));
  expect(Items!.map((item) => item.id!.S).sort()).toEqual(['ancient', 'future', 'text']);
});

test.skipIf(!hasAwsCli)('the AWS CLI creates a table, puts and gets', async () => {
  const key = [
    '--attribute-definitions',
    'AttributeName=id,AttributeType=S',
    '--key-schema',
    'AttributeName=id,KeyType=HASH',
  ];
  const table = ['--table-name', TableName];
  const made = await aws(
    dynamo.endpoint,
    'dynamodb',
    'create-table',
    ...table,
    ...key,
    '--billing-mode',
    'PAY_PER_REQUEST',
  );
  expect(made).toMatchObject({ TableDescription: { TableName, TableStatus: 'CREATING' } });
  await aws(dynamo.endpoint, 'dynamodb', 'put-item', ...table, '--item', '{"id":{"S":"a"}}');
  expect(await aws(dynamo.endpoint, 'dynamodb', 'get-item', ...table, '--key', '{"id":{"S":"a"}}')).toEqual({
    Item: { id: { S: 'a' } },
  });
  const { Item } = await dynamo.client.send(new GetItemCommand({ TableName, Key: { id: { S: 'a' } } }));
  expect(Item).toEqual({ id: { S: 'a' } });
});

test('an expression may be nested deeply, up to 300 operators and 4,096 bytes', async () => {
  await makeTable(dynamo, TableName, ORDERS);
  await put('ann', 1, 'paid');
  const scan = (FilterExpression: string) =>
    dynamo.client.send(
      new ScanCommand({ TableName, FilterExpression, ExpressionAttributeValues: { ':c': { S: 'ann' } } }),
    );
  const negated = (depth: number) => `${'NOT ('.repeat(depth)}customer = :c${')'.repeat(depth)}`;
  expect((await scan(negated(298))).Count).toBe(1);
  expect((await scan(negated(299))).Count).toBe(0);
  const invalid = (message: string) => ({
    name: 'ValidationException',
    message: `Invalid FilterExpression: ${message}`,
  });
  await expect(scan(negated(300))).rejects.toMatchObject(
    invalid('The expression contains too many operators; operator count: 301'),
  );
  await expect(scan(`customer = :c${' '.repeat(4084)}`)).rejects.toMatchObject(
    invalid('Expression size has exceeded the maximum allowed size; expression size: 4097'),
  );
  await expect(scan('('.repeat(4096))).rejects.toMatchObject(invalid('The expression has redundant parentheses;'));
});
