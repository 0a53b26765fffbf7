import {
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeTable, startDynamo, type TestDynamo } from './table.ts';

let dynamo: TestDynamo;
let table: string;
let tables = 0;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.close());
beforeEach(async () => {
  table = `items-${++tables}`;
  await makeTable(dynamo, table);
});

const transact = (items: TransactWriteItem[], ClientRequestToken?: string) =>
  dynamo.client.send(new TransactWriteItemsCommand({ TransactItems: items, ClientRequestToken }));
const put = (id: string, value: string, extra: object = {}): TransactWriteItem => ({
  Put: { TableName: table, Item: { id: { S: id }, value: { S: value } }, ...extra },
});
const absent = { ConditionExpression: 'attribute_not_exists(id)' };

async function contents(): Promise<Record<string, string>> {
  const { Items = [] } = await dynamo.client.send(new ScanCommand({ TableName: table }));
  return Object.fromEntries(Items.map((item) => [item.id!.S!, item.value?.S ?? item.value?.N ?? '']));
}

test('all writes happen if every condition is true', async () => {
  await dynamo.client.send(new PutItemCommand({ TableName: table, Item: { id: { S: 'old' }, value: { S: '0' } } }));
  await dynamo.client.send(new PutItemCommand({ TableName: table, Item: { id: { S: 'guard' } } }));
  await transact([
    put('new', '1', absent),
    {
      Update: {
        TableName: table,
        Key: { id: { S: 'counted' } },
        UpdateExpression: 'ADD #v :one',
        ExpressionAttributeNames: { '#v': 'value' },
        ExpressionAttributeValues: { ':one': { N: '1' } },
      },
    },
    { Delete: { TableName: table, Key: { id: { S: 'old' } }, ConditionExpression: 'attribute_exists(id)' } },
    {
      ConditionCheck: {
        TableName: table,
        Key: { id: { S: 'guard' } },
        ConditionExpression: 'attribute_exists(id)',
      },
    },
  ]);
  expect(await contents()).toEqual({ new: '1', counted: '1', guard: '' });
});

test('one failed condition cancels everything and is named, with the item on request', async () => {
  await transact([put('taken', 'first')]);
  const attempt = transact([
    put('other', 'x'),
    put('taken', 'second', { ...absent, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
  ]);
  const error = await attempt.catch((reason: unknown) => reason as TransactionCanceledException);
  expect(error).toBeInstanceOf(TransactionCanceledException);
  expect(error).toMatchObject({
    message:
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
    CancellationReasons: [
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: { id: { S: 'taken' }, value: { S: 'first' } },
      },
    ],
  });
  expect(await contents()).toEqual({ taken: 'first' });
});

test('two requests for one item are rejected', async () => {
  await expect(transact([put('a', '1'), put('a', '2')])).rejects.toThrow(
    'Transaction request cannot include multiple operations on one item',
  );
});

test('two forms of a number are one key', async () => {
  await makeTable(dynamo, `numbers-${table}`, { AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }] });
  const [one, other] = ['1', '1.0'].map((N) => ({ Put: { TableName: `numbers-${table}`, Item: { id: { N } } } }));
  await expect(transact([one!, other!])).rejects.toThrow(
    'Transaction request cannot include multiple operations on one item',
  );
});

test('a client token makes a repeated request a no-op, and another request with it an error', async () => {
  const add: TransactWriteItem = {
    Update: {
      TableName: table,
      Key: { id: { S: 'n' } },
      UpdateExpression: 'ADD #v :one',
      ExpressionAttributeNames: { '#v': 'value' },
      ExpressionAttributeValues: { ':one': { N: '1' } },
    },
  };
  await transact([add], 'token');
  await transact([add], 'token');
  expect(await contents()).toEqual({ n: '1' });
  await expect(transact([put('a', '1')], 'token')).rejects.toMatchObject({
    name: 'IdempotentParameterMismatchException',
  });
});

test('TransactGetItems returns items in order, with a gap for each missing item', async () => {
  await transact([put('a', '1'), put('b', '2')]);
  const get = (id: string) => ({ Get: { TableName: table, Key: { id: { S: id } } } });
  const { Responses, ConsumedCapacity } = await dynamo.client.send(
    new TransactGetItemsCommand({
      TransactItems: [get('b'), get('none'), get('a')],
      ReturnConsumedCapacity: 'TOTAL',
    }),
  );
  expect(Responses?.map(({ Item }) => Item?.value?.S)).toEqual(['2', undefined, '1']);
  // Two units for each item of up to 4 KB (Developer Guide, "DynamoDB read and write operations").
  expect(ConsumedCapacity).toEqual([{ TableName: table, CapacityUnits: 6 }]);
});

test('a failed condition of a single write returns the item on request', async () => {
  await transact([put('a', '1')]);
  const attempt = dynamo.client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: { id: { S: 'a' } },
      UpdateExpression: 'SET #v = :v',
      ConditionExpression: '#v = :expected',
      ExpressionAttributeNames: { '#v': 'value' },
      ExpressionAttributeValues: { ':v': { S: '3' }, ':expected': { S: '2' } },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }),
  );
  await expect(attempt).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
    message: 'The conditional request failed',
    Item: { id: { S: 'a' }, value: { S: '1' } },
  });
});

test('law: concurrent transactions are all or nothing, and exactly one of rivals wins', async () => {
  let run = 0;
  const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(keys, { minLength: 2, maxLength: 8 }), async (sets) => {
      const claims = sets.map((ids) => ids.map((id) => `${id}-${run}`));
      run += 1;
      const before = await contents();
      const outcomes = await Promise.allSettled(
        claims.map((ids, who) => transact(ids.map((id) => put(id, String(who), absent)))),
      );
      const winners = claims.flatMap((ids, who) =>
        outcomes[who]?.status === 'fulfilled' ? [[ids, who] as const] : [],
      );
      const expected = Object.fromEntries(winners.flatMap(([ids, who]) => ids.map((id) => [id, String(who)])));
      expect(await contents()).toEqual({ ...before, ...expected });
      expect(Object.keys(expected)).toHaveLength(winners.reduce((sum, [ids]) => sum + ids.length, 0));
      expect(winners.length).toBeGreaterThan(0);
    }),
    { numRuns: 20 },
  );
});

test('law: concurrent increments are never lost', async () => {
  await Promise.all(
    Array.from({ length: 60 }, () =>
      dynamo.client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { id: { S: 'n' } },
          UpdateExpression: 'ADD #v :one',
          ExpressionAttributeNames: { '#v': 'value' },
          ExpressionAttributeValues: { ':one': { N: '1' } },
        }),
      ),
    ),
  );
  const { Item } = await dynamo.client.send(
    new GetItemCommand({ TableName: table, Key: { id: { S: 'n' } }, ConsistentRead: true }),
  );
  expect(Item?.value?.N).toBe('60');
});
