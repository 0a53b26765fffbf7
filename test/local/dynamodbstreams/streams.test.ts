import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type _Record as StreamedRecord,
  type StreamViewType,
} from '@aws-sdk/client-dynamodb-streams';
import { afterEach, expect, test } from 'vitest';
import { engineOf } from '../../../src/local/services/dynamodb/engines.ts';
import { sweepTable } from '../../../src/local/services/dynamodb/expiry-sweeper.ts';
import { service as dynamodb } from '../../../src/local/services/dynamodb/service.ts';
import { service as streams } from '../../../src/local/services/dynamodbstreams/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const TableName = 'users';
let cloud: Services;
let tables: DynamoDBClient;
let client: DynamoDBStreamsClient;
let now = Date.now();

afterEach(async () => {
  tables.destroy();
  client.destroy();
  await cloud.close();
});

async function start(view: StreamViewType = 'NEW_AND_OLD_IMAGES'): Promise<string> {
  now = Date.now();
  cloud = await startServices([dynamodb, streams], { now: () => now });
  const config = { endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 };
  tables = new DynamoDBClient(config);
  client = new DynamoDBStreamsClient(config);
  const { TableDescription } = await tables.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: view },
    }),
  );
  await waitUntilTableExists({ client: tables, maxWaitTime: 10, minDelay: 0.05, maxDelay: 0.1 }, { TableName });
  return TableDescription!.LatestStreamArn!;
}

const put = (id: string, more: Record<string, { S: string } | { N: string }> = {}) =>
  tables.send(new PutItemCommand({ TableName, Item: { id: { S: id }, ...more } }));

async function iterator(arn: string, type: 'TRIM_HORIZON' | 'LATEST' = 'TRIM_HORIZON'): Promise<string> {
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: arn }));
  const ShardId = StreamDescription!.Shards![0]!.ShardId!;
  const answer = await client.send(new GetShardIteratorCommand({ StreamArn: arn, ShardId, ShardIteratorType: type }));
  return answer.ShardIterator!;
}

async function records(arn: string): Promise<StreamedRecord[]> {
  return (await client.send(new GetRecordsCommand({ ShardIterator: await iterator(arn) }))).Records!;
}

const told = (all: readonly StreamedRecord[]) =>
  all.map(({ eventName, dynamodb: change }) => `${eventName} ${change!.Keys!.id!.S}`);

test('every kind of write is in the stream in order, with the old and the new image', async () => {
  const arn = await start();
  await put('a', { n: { N: '1' } });
  const key = { TableName, Key: { id: { S: 'a' } } };
  const set = { UpdateExpression: 'SET n = :n', ExpressionAttributeValues: { ':n': { N: '2' } } };
  await tables.send(new UpdateItemCommand({ ...key, ...set }));
  await tables.send(new DeleteItemCommand(key));
  const batch = { [TableName]: [{ PutRequest: { Item: { id: { S: 'b' } } } }] };
  await tables.send(new BatchWriteItemCommand({ RequestItems: batch }));
  const Put = { TableName, Item: { id: { S: 'c' } } };
  await tables.send(
    new TransactWriteItemsCommand({ TransactItems: [{ Put }, { Delete: { TableName, Key: { id: { S: 'b' } } } }] }),
  );
  const all = await records(arn);
  expect(told(all)).toEqual(['INSERT a', 'MODIFY a', 'REMOVE a', 'INSERT b', 'INSERT c', 'REMOVE b']);
  expect(all[1]).toMatchObject({
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      OldImage: { id: { S: 'a' }, n: { N: '1' } },
      NewImage: { id: { S: 'a' }, n: { N: '2' } },
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  });
  expect(all[2]!.dynamodb).not.toHaveProperty('NewImage');
  const sequences = all.map(({ dynamodb: change }) => change!.SequenceNumber!);
  expect([...sequences].sort()).toEqual(sequences);
  expect(new Set(sequences).size).toBe(sequences.length);
});

test('rejected writes and writes without a change are not in the stream', async () => {
  const arn = await start();
  await put('a');
  await put('a');
  const never = { TableName, Item: { id: { S: 'a' }, n: { N: '1' } }, ConditionExpression: 'attribute_not_exists(id)' };
  await expect(tables.send(new PutItemCommand(never))).rejects.toThrow();
  const TransactItems = [{ Put: { TableName, Item: { id: { S: 'z' } } } }, { Put: never }];
  await expect(tables.send(new TransactWriteItemsCommand({ TransactItems }))).rejects.toThrow();
  await tables.send(new DeleteItemCommand({ TableName, Key: { id: { S: 'nobody' } } }));
  expect(told(await records(arn))).toEqual(['INSERT a']);
});

test('an expired item is in the stream as deleted by DynamoDB', async () => {
  const arn = await start('KEYS_ONLY');
  await tables.send(
    new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' } }),
  );
  await put('a', { expires: { N: String(Math.floor(now / 1000) - 60) } });
  const scope = { account: '000000000000', region: 'eu-west-1' };
  await sweepTable(await engineOf({ cloud: cloud.cloud, ...scope }), now, TableName, 'expires');
  const [, expired] = await records(arn);
  expect(expired).toMatchObject({
    eventName: 'REMOVE',
    userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
  });
  expect(expired!.dynamodb).not.toHaveProperty('OldImage');
});

test('a reader continues at its position, can start from the end, and cannot use an old iterator', async () => {
  const arn = await start();
  const { Streams } = await client.send(new ListStreamsCommand({ TableName }));
  expect(Streams).toEqual([{ StreamArn: arn, TableName, StreamLabel: arn.split('/stream/')[1] }]);
  await put('a');
  const fromHere = await iterator(arn, 'LATEST');
  await put('b');
  await put('c');
  const first = await client.send(new GetRecordsCommand({ ShardIterator: fromHere, Limit: 1 }));
  expect(told(first.Records!)).toEqual(['INSERT b']);
  const second = await client.send(new GetRecordsCommand({ ShardIterator: first.NextShardIterator }));
  expect(told(second.Records!)).toEqual(['INSERT c']);
  now += 16 * 60_000;
  await expect(client.send(new GetRecordsCommand({ ShardIterator: fromHere }))).rejects.toMatchObject({
    name: 'ExpiredIteratorException',
  });
});

test('an iterator at a timestamp is rejected by name', async () => {
  const arn = await start();
  await expect(iterator(arn, 'AT_TIMESTAMP' as 'LATEST')).rejects.toMatchObject({ name: 'NotImplementedException' });
});

test('a disabled stream can be read to its end, and another one starts anew', async () => {
  const arn = await start();
  await put('a');
  const stream = (StreamSpecification: { StreamEnabled: boolean; StreamViewType?: StreamViewType }) =>
    tables.send(new UpdateTableCommand({ TableName, StreamSpecification }));
  await stream({ StreamEnabled: false });
  await put('b');
  const read = await client.send(new GetRecordsCommand({ ShardIterator: await iterator(arn) }));
  expect(told(read.Records!)).toEqual(['INSERT a']);
  const end = await client.send(new GetRecordsCommand({ ShardIterator: read.NextShardIterator }));
  expect(end).toMatchObject({ Records: [] });
  expect(end.NextShardIterator).toBeUndefined();
  await stream({ StreamEnabled: true, StreamViewType: 'NEW_IMAGE' });
  const { Table } = await tables.send(new DescribeTableCommand({ TableName }));
  expect(Table!.LatestStreamArn).not.toBe(arn);
  await put('c');
  expect(told(await records(Table!.LatestStreamArn!))).toEqual(['INSERT c']);
  await expect(stream({ StreamEnabled: true, StreamViewType: 'NEW_IMAGE' })).rejects.toThrow(
    'already has an enabled stream',
  );
});
