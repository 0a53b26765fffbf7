import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { service } from '../../../src/local/services/dynamodb/service.ts';
import { illShaped } from '../../helpers/ill-shaped.ts';
import { send } from './raw.ts';
import { makeTable, startDynamo, type TestDynamo } from './table.ts';

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
  await makeTable(dynamo, 'items');
});
afterAll(() => dynamo.close());

const ARN = 'arn:aws:dynamodb:eu-west-1:000000000000:table/items';
const Key = { id: { S: 'a' } };
/** A valid request of every operation; its members are then damaged. */
const GOOD: Record<string, object> = {
  CreateTable: {
    TableName: 'new-table',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: [],
    LocalSecondaryIndexes: [],
    Tags: [],
    StreamSpecification: { StreamEnabled: false },
    SSESpecification: { Enabled: false },
    TableClass: 'STANDARD',
    ProvisionedThroughput: {},
    DeletionProtectionEnabled: false,
  },
  UpdateTable: {
    TableName: 'items',
    GlobalSecondaryIndexUpdates: [],
    AttributeDefinitions: [],
    ProvisionedThroughput: {},
    StreamSpecification: {},
    SSESpecification: {},
  },
  GetItem: { TableName: 'items', Key, ProjectionExpression: 'id', ExpressionAttributeNames: {}, ConsistentRead: true },
  PutItem: { TableName: 'items', Item: Key, Expected: {}, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
  UpdateItem: { TableName: 'items', Key, UpdateExpression: 'SET a = :a', ExpressionAttributeValues: {} },
  DeleteItem: { TableName: 'items', Key, ReturnItemCollectionMetrics: 'SIZE' },
  Query: { TableName: 'items', KeyConditionExpression: 'id = :a', KeyConditions: {}, IndexName: 'x', Limit: 1 },
  Scan: { TableName: 'items', Segment: 0, TotalSegments: 1, ExclusiveStartKey: Key, Select: 'COUNT' },
  BatchGetItem: { RequestItems: { items: { Keys: [Key] } } },
  BatchWriteItem: { RequestItems: { items: [{ PutRequest: { Item: Key } }] }, ReturnItemCollectionMetrics: 'SIZE' },
  TransactGetItems: { TransactItems: [{ Get: { TableName: 'items', Key } }], ReturnConsumedCapacity: 'TOTAL' },
  TransactWriteItems: {
    TransactItems: [{ Put: { TableName: 'items', Item: Key } }],
    ClientRequestToken: 'a',
    ReturnItemCollectionMetrics: 'SIZE',
  },
  TagResource: { ResourceArn: ARN, Tags: [{ Key: 'a', Value: 'b' }] },
  UntagResource: { ResourceArn: ARN, TagKeys: ['a'] },
  ListTagsOfResource: { ResourceArn: ARN, NextToken: 'x' },
  UpdateTimeToLive: { TableName: 'items', TimeToLiveSpecification: { Enabled: true, AttributeName: 'a' } },
  UpdateContinuousBackups: {
    TableName: 'items',
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 3 },
  },
  RestoreTableToPointInTime: {
    SourceTableName: 'items',
    SourceTableArn: ARN,
    TargetTableName: 'other',
    UseLatestRestorableTime: true,
    RestoreDateTime: 1,
    BillingModeOverride: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexOverride: [],
    LocalSecondaryIndexOverride: [],
    ProvisionedThroughputOverride: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
    SSESpecificationOverride: { Enabled: false },
  },
  ListTables: { Limit: 1, ExclusiveStartTableName: 'aaa' },
};
for (const name of ['DescribeTable', 'DeleteTable', 'DescribeTimeToLive', 'DescribeContinuousBackups']) {
  GOOD[name] = { TableName: 'items' };
}
test('a member of any wrong type is a client error and never a failure of the cloud', async () => {
  const answersItself = ['DescribeLimits', 'DescribeEndpoints'];
  const names = service.operations.map(({ name }) => name).filter((name) => !answersItself.includes(name));
  expect(Object.keys(GOOD).sort()).toEqual(names.sort());
  const failed: string[] = [];
  for (const [operation, good] of Object.entries(GOOD)) {
    // A deleted table would be missing for the others.
    const isHarmless = (request: unknown) => operation !== 'DeleteTable' || !isDeepStrictEqual(request, good);
    await Promise.all(
      [...illShaped(good)].filter(isHarmless).map(async (request) => {
        const { status, message } = await send(dynamo, operation, request);
        if (status === 500) failed.push(`${operation} ${JSON.stringify(request)}: ${message}`);
      }),
    );
  }
  expect(failed).toEqual([]);
});

test('a transaction without its requests names the missing member', async () => {
  const missing = (path: string) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`;
  expect(await send(dynamo, 'TransactGetItems', { TransactItems: [{}] })).toMatchObject({
    code: 'ValidationException',
    message: `1 validation error detected: ${missing('transactItems.1.member.get')}`,
  });
  expect(await send(dynamo, 'TransactWriteItems', { TransactItems: [{ Delete: {} }] })).toMatchObject({
    code: 'ValidationException',
    message: `2 validation errors detected: ${missing('transactItems.1.member.delete.key')}; ${missing('transactItems.1.member.delete.tableName')}`,
  });
  expect(await send(dynamo, 'TagResource', { ResourceArn: ARN, Tags: 'x' })).toMatchObject({
    code: 'SerializationException',
  });
});

/** dynalite's tests have these words; its authors ran them against DynamoDB. */
test.each<[operation: string, body: object, words: string]>([
  ['DeleteItem', { Key: '23' }, 'Unexpected field type'],
  [
    'DeleteItem',
    { Key: [] },
    'Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>',
  ],
  ['DeleteItem', { Key: { id: 23 } }, 'Unexpected value type in payload'],
  ['DeleteItem', { Key: { id: { S: 34.56 } } }, 'DECIMAL_VALUE cannot be converted to String'],
  [
    'DeleteItem',
    { Key: { id: { B: '23456' } } },
    'Base64 encoded length is expected a multiple of 4 bytes but found: 5',
  ],
  ['DeleteItem', { Expected: { id: { Exists: '23' } } }, 'Unexpected token received from parser'],
  ['Query', { Limit: '23' }, 'STRING_VALUE cannot be converted to Integer'],
  ['Query', { AttributesToGet: {} }, 'Start of structure or map found where not expected'],
  [
    'BatchWriteItem',
    { RequestItems: [] },
    'Unrecognized collection type java.util.Map<java.lang.String, java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>>',
  ],
])('%s %j names the wrong type before anything that is missing', async (operation, body, words) => {
  expect(await send(dynamo, operation, body)).toMatchObject({
    code: 'SerializationException',
    body: { Message: words },
  });
});
