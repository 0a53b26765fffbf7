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

// The texts from here on are those of dynalite's tests, whose authors ran them against DynamoDB.

test('a boolean can be one of six texts', async () => {
  const item = (value: object) => send(dynamo, 'PutItem', { TableName, Item: { ...Key, b: value } });
  for (const text of ['true', 'Yes', '1']) expect((await item({ NULL: text })).status).toBe(200);
  for (const text of ['no', 'FALSE', '0']) {
    expect((await item({ NULL: text })).message).toContain('Null attribute value types must have the value of true');
  }
  expect(await item({ BOOL: 'perhaps' })).toMatchObject({ code: 'SerializationException' });
  await item({ BOOL: 'no' });
  expect((await send(dynamo, 'GetItem', { TableName, Key })).body).toMatchObject({ Item: { b: { BOOL: false } } });
});

test('the operands of a key condition are checked one after the other', async () => {
  const said = async (KeyConditionExpression: string) => {
    const ExpressionAttributeValues = KeyConditionExpression.includes(':a') ? { ':a': { S: 'x' } } : undefined;
    return (await send(dynamo, 'Query', { TableName, KeyConditionExpression, ExpressionAttributeValues })).message;
  };
  const invalid = 'Invalid condition in KeyConditionExpression:';
  expect(await said(':a between size(b) and size(a)')).toBe(
    `${invalid} BETWEEN operator must have the key attribute as its first operand`,
  );
  expect(await said('a between b and size(a)')).toBe(`${invalid} Multiple attribute names used in one condition`);
  expect(await said('a between size(b) and b')).toBe('KeyConditionExpressions cannot contain nested operations');
  expect(await said('a.d > c')).toBe('KeyConditionExpressions cannot have conditions on nested attributes');
});

test('a name that is in AttributesToGet twice is refused before filters and the start of a page', async () => {
  const twice = { TableName, AttributesToGet: ['a', 'a'], ExclusiveStartKey: { id: {} } };
  for (const operation of ['Query', 'Scan']) {
    const filter = { [`${operation}Filter`]: { a: { ComparisonOperator: 'EQ', AttributeValueList: [{}] } } };
    expect((await send(dynamo, operation, { ...twice, ...filter })).message).toBe(
      'One or more parameter values were invalid: Duplicate value in attribute name: a',
    );
  }
});

test('tags need an ARN with a possible name, and at least one tag', async () => {
  const arn = (name: string) => `arn:aws:dynamodb:eu-west-1:000000000000:table/${name}`;
  const said = async (operation: string, members: object) => (await send(dynamo, operation, members)).message;
  expect(await said('ListTagsOfResource', { ResourceArn: arn('ab') })).toBe(
    `Invalid TableArn: Invalid ResourceArn provided as input ${arn('ab')}`,
  );
  const missing = { ResourceArn: arn('missing') };
  expect(await said('TagResource', { ...missing, Tags: [] })).toBe('Atleast one Tag needs to be provided as Input.');
  expect(await said('UntagResource', { ...missing, TagKeys: [] })).toBe(
    'Atleast one Tag Key needs to be provided as Input.',
  );
  expect(await said('TagResource', { ...missing, Tags: [{ Key: 'a', Value: '1' }] })).toBe(
    `Requested resource not found: ResourcArn: ${arn('missing')} not found`,
  );
  expect(await said('UntagResource', { ...missing, TagKeys: ['a'] })).toBe('Requested resource not found');
});

test('DescribeTimeToLive without a table has the text of the operations on tables', async () => {
  expect((await send(dynamo, 'DescribeTimeToLive', {})).message).toBe(
    "The parameter 'TableName' is required but was not present in the request",
  );
});

test('BETWEEN refuses a bound that is null', async () => {
  const FilterExpression = 'price BETWEEN :low AND :high';
  const bounds = { ':low': { NULL: true }, ':high': { N: '100' } };
  const { message } = await send(dynamo, 'Scan', { TableName, FilterExpression, ExpressionAttributeValues: bounds });
  expect(message).toBe(
    'Invalid FilterExpression: Incorrect operand type for operator or function; operator or function: BETWEEN, operand type: NULL',
  );
});

test('the responses that create and delete a table leave out what DynamoDB leaves out', async () => {
  const name = 'short-lived';
  const { body: made } = await send(dynamo, 'CreateTable', {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byId',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  });
  const { BillingModeSummary } = made.TableDescription as Record<string, unknown>;
  expect(BillingModeSummary).toEqual({ BillingMode: 'PAY_PER_REQUEST' });
  const described = async () => (await send(dynamo, 'DescribeTable', { TableName: name })).body;
  await expect.poll(described, { timeout: 20_000 }).toMatchObject({ Table: { TableStatus: 'ACTIVE' } });
  const { body: deleted } = await send(dynamo, 'DeleteTable', { TableName: name });
  expect(deleted.TableDescription).toMatchObject({ TableStatus: 'DELETING' });
  expect(deleted.TableDescription).not.toHaveProperty('GlobalSecondaryIndexes');
});
