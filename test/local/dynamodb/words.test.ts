import { afterAll, beforeAll, expect, test } from 'vitest';
import { send } from './raw.ts';
import { makeTable, startDynamo, type TestDynamo } from './table.ts';

// The texts are those of dynamodb-conformance (nubo-db, later paritysuite), whose tests run against DynamoDB.

let dynamo: TestDynamo;
const TableName = 'items';
const Key = { id: { S: 'a' } };
beforeAll(async () => {
  dynamo = await startDynamo();
  await makeTable(dynamo, TableName);
});
afterAll(() => dynamo.close());

test('the error of an invalid expression shows its position', async () => {
  const said = async (members: object) => {
    const operation = 'UpdateExpression' in members ? 'UpdateItem' : 'GetItem';
    const { code, message } = await send(dynamo, operation, { TableName, Key, ...members });
    return [code, message];
  };
  const words = (expression: string, token: string, near: string) => [
    'ValidationException',
    `Invalid ${expression}: Syntax error; token: "${token}", near: "${near}"`,
  ];
  expect(await said({ ProjectionExpression: '!!!' })).toEqual(words('ProjectionExpression', '!', '!!'));
  expect(await said({ UpdateExpression: 'INVALID SYNTAX HERE' })).toEqual(
    words('UpdateExpression', 'INVALID', 'INVALID SYNTAX'),
  );
  expect(await said({ UpdateExpression: 'SET a = b', ConditionExpression: 'attribute_not_exists(' })).toEqual(
    words('ConditionExpression', '<EOF>', '('),
  );
  expect(await said({ UpdateExpression: 'SET user-id = b' })).toEqual(words('UpdateExpression', '-', 'user-id'));
});

test('invalid requests get constraint messages', async () => {
  const keys = (count: number) => Array.from({ length: count }, (_, number) => ({ id: { S: String(number) } }));
  const said = async (operation: string, members: object) => (await send(dynamo, operation, members)).message;
  const one = '1 validation error detected: Value';
  const batch = (Keys: object[]) => said('BatchGetItem', { RequestItems: { [TableName]: { Keys } } });
  const ofKeys = `${one} at 'RequestItems.items.member.Keys' failed to satisfy constraint: Member must have length`;
  expect(await batch(keys(101))).toBe(`${ofKeys} less than or equal to 100`);
  expect(await batch([])).toBe(`${ofKeys} greater than or equal to 1`);
  expect(await said('BatchGetItem', { RequestItems: {} })).toBe(
    `${one} at 'RequestItems' failed to satisfy constraint: Member must have length greater than or equal to 1`,
  );
  expect(await said('BatchWriteItem', { RequestItems: {} })).toBe(
    'The requestItems parameter is required for BatchWriteItem',
  );
  expect(await said('BatchWriteItem', { RequestItems: { [TableName]: [] } })).toBe(
    `${one} '{items=[]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]`,
  );
  expect(await said('GetItem', { TableName: '', Key })).toBe(
    `${one} '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1`,
  );
  expect(await said('Query', { TableName, KeyConditionExpression: 'id = :a', Limit: 0 })).toBe(
    `${one} at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
  );
  expect(await said('CreateTable', { TableName: 'ab' })).toBe(
    `${one} 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3`,
  );
});

test('a read without a key cancels a transaction, and a missing table is not named', async () => {
  const cancelled = await send(dynamo, 'TransactGetItems', { TransactItems: [{ Get: { TableName, Key: {} } }] });
  expect(cancelled).toMatchObject({
    code: 'TransactionCanceledException',
    message: 'Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError]',
    body: {
      CancellationReasons: [{ Code: 'ValidationError', Message: 'The provided key element does not match the schema' }],
    },
  });
  const absent = { TransactItems: [{ Put: { TableName: 'absent', Item: Key } }] };
  expect(await send(dynamo, 'TransactWriteItems', absent)).toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'Requested resource not found',
  });
});
