/** Point-in-time recovery: an earlier state of a table, beside the current one (docs/aws/dynamodb.md). */
import {
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  RestoreTableToPointInTimeCommand,
  type RestoreTableToPointInTimeCommandInput,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateContinuousBackupsCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { openItemStore } from '../../../src/local/services/dynamodb/item-store.ts';
import { tempDir } from '../../helpers/cli.ts';
import { refusal, startAdverseCloud } from '../adversity/adverse-cloud.ts';
import { makeTable, startDynamo, type TestDynamo } from './table.ts';

const START = Date.UTC(2026, 10, 29, 10);
const TableName = 'items';

interface Rig extends TestDynamo {
  readonly time: { now: number };
}

async function start(more: Parameters<typeof makeTable>[2] = {}, dataDir?: string): Promise<Rig> {
  const time = { now: START };
  const dynamo = await startDynamo({ now: () => time.now, ...(dataDir !== undefined && { dataDir }) });
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= dynamo.close());
  onTestFinished(close);
  await makeTable(dynamo, TableName, more);
  await recovery(dynamo, true);
  return { ...dynamo, close, time };
}

const recovery = ({ client }: TestDynamo, PointInTimeRecoveryEnabled: boolean) =>
  client.send(
    new UpdateContinuousBackupsCommand({
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled },
    }),
  );
const put = ({ client }: TestDynamo, id: string, paid: string) =>
  client.send(new PutItemCommand({ TableName, Item: { id: { S: id }, paid: { N: paid } } }));
const restore = ({ client }: TestDynamo, more: Partial<RestoreTableToPointInTimeCommandInput> = {}) =>
  client.send(
    new RestoreTableToPointInTimeCommand({ SourceTableName: TableName, TargetTableName: 'items-then', ...more }),
  );
const at = (now: number) => ({ RestoreDateTime: new Date(now) });

async function itemsOf({ client }: TestDynamo, table = 'items-then'): Promise<Record<string, string>> {
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.05, maxDelay: 0.1 }, { TableName: table });
  const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
  return Object.fromEntries(Items.map(({ id, paid }) => [id!.S!, paid!.N!]));
}

test('a table is restored to a given time, without later writes, changes and deletions', async () => {
  const rig = await start();
  await put(rig, 'kept', '1');
  await put(rig, 'changed', '1');
  await put(rig, 'deleted', '1');
  rig.time.now += 60_000;
  const then = rig.time.now;
  await put(rig, 'at once', '1');
  rig.time.now += 1000;
  const Key = { id: { S: 'changed' } };
  const change = { TableName, Key, UpdateExpression: 'ADD paid :n', ExpressionAttributeValues: { ':n': { N: '1' } } };
  await rig.client.send(new UpdateItemCommand(change));
  await rig.client.send(new UpdateItemCommand(change));
  await rig.client.send(new DeleteItemCommand({ TableName, Key: { id: { S: 'deleted' } } }));
  await rig.client.send(
    new TransactWriteItemsCommand({
      TransactItems: [{ Put: { TableName, Item: { id: { S: 'new' }, paid: { N: '9' } } } }],
    }),
  );
  await restore(rig, at(then));
  expect(await itemsOf(rig)).toEqual({ kept: '1', changed: '1', deleted: '1', 'at once': '1' });
  expect(await itemsOf(rig, TableName)).toEqual({ kept: '1', changed: '3', 'at once': '1', new: '9' });
  await restore(rig, { TargetTableName: 'items-latest', UseLatestRestorableTime: true });
  expect(await itemsOf(rig, 'items-latest')).toEqual(await itemsOf(rig, TableName));
});

test('keys and indexes are restored with their items; tags, time to live and recovery are not', async () => {
  const rig = await start({
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'paid', AttributeType: 'N' },
    ],
    GlobalSecondaryIndexes: ['byPaid', 'other'].map((IndexName) => ({
      IndexName,
      KeySchema: [{ AttributeName: 'paid', KeyType: 'HASH' as const }],
      Projection: { ProjectionType: 'ALL' as const },
    })),
    Tags: [{ Key: 'team', Value: 'orders' }],
    DeletionProtectionEnabled: true,
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
  });
  const ttl = { Enabled: true, AttributeName: 'ends' };
  await rig.client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: ttl }));
  await put(rig, 'a', '7');
  const { TableDescription } = await restore(rig, {
    ...at(rig.time.now),
    GlobalSecondaryIndexOverride: [
      {
        IndexName: 'byPaid',
        KeySchema: [{ AttributeName: 'paid', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  expect(TableDescription).toMatchObject({ TableStatus: 'CREATING', TableName: 'items-then' });
  await itemsOf(rig);
  const { Table } = await rig.client.send(new DescribeTableCommand({ TableName: 'items-then' }));
  expect(Table).toMatchObject({
    KeySchema: [{ AttributeName: 'id' }],
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    DeletionProtectionEnabled: false,
    RestoreSummary: {
      SourceTableArn: 'arn:aws:dynamodb:eu-west-1:000000000000:table/items',
      RestoreDateTime: new Date(START),
      RestoreInProgress: false,
    },
  });
  expect(Table?.TableArn).toBe('arn:aws:dynamodb:eu-west-1:000000000000:table/items-then');
  expect(Table?.StreamSpecification).toBeUndefined();
  expect(Table?.GlobalSecondaryIndexes).toMatchObject([
    { IndexName: 'byPaid', IndexStatus: 'ACTIVE', IndexArn: `${Table?.TableArn}/index/byPaid` },
  ]);
  const query = {
    TableName: 'items-then',
    IndexName: 'byPaid',
    KeyConditionExpression: 'paid = :t',
    ExpressionAttributeValues: { ':t': { N: '7' } },
  };
  expect((await rig.client.send(new QueryCommand(query))).Count).toBe(1);
  const tags = await rig.client.send(new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn }));
  expect(tags.Tags).toEqual([]);
  const expiry = await rig.client.send(new DescribeTimeToLiveCommand({ TableName: 'items-then' }));
  expect(expiry.TimeToLiveDescription?.TimeToLiveStatus).toBe('DISABLED');
  const backups = await rig.client.send(new DescribeContinuousBackupsCommand({ TableName: 'items-then' }));
  expect(backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toMatchObject({
    PointInTimeRecoveryStatus: 'DISABLED',
  });
});

test('an impossible restore is rejected like on AWS', async () => {
  const rig = await start();
  const words = async (call: Promise<unknown>) => (await refusal(call)).name;
  const now = START;
  expect(await words(restore(rig, at(now - 1000)))).toBe('InvalidRestoreTimeException');
  expect(await words(restore(rig, at(now + 1000)))).toBe('InvalidRestoreTimeException');
  expect(await words(restore(rig, { ...at(now), SourceTableName: 'none' }))).toBe('TableNotFoundException');
  expect(await words(restore(rig, { ...at(now), TargetTableName: TableName }))).toBe('TableAlreadyExistsException');
  expect(await words(restore(rig))).toBe('ValidationException');
  expect(await words(restore(rig, { ...at(now), UseLatestRestorableTime: true }))).toBe('ValidationException');
  expect(await words(restore(rig, { ...at(now), TargetTableName: 'a' }))).toBe('ValidationException');
  expect(
    await words(restore(rig, { ...at(now), GlobalSecondaryIndexOverride: [{ IndexName: 'none' } as never] })),
  ).toBe('ValidationException');
  await restore(rig, at(now));
  expect(await words(restore(rig, at(now)))).toBe('TableInUseException');
  await itemsOf(rig);
  expect(await words(restore(rig, at(now)))).toBe('TableAlreadyExistsException');
  await recovery(rig, false);
  expect(await words(restore(rig, { ...at(now), TargetTableName: 'other' }))).toBe(
    'PointInTimeRecoveryUnavailableException',
  );
});

test('recovery that is turned off and on again starts anew, and so does a table of the same name', async () => {
  const rig = await start();
  await put(rig, 'a', '1');
  await recovery(rig, false);
  rig.time.now += 10_000;
  await recovery(rig, true);
  const told = async () => {
    const { ContinuousBackupsDescription } = await rig.client.send(new DescribeContinuousBackupsCommand({ TableName }));
    return ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  };
  expect(await told()).toMatchObject({ EarliestRestorableDateTime: new Date(START + 10_000) });
  rig.time.now += 36 * 86_400_000;
  expect(await told()).toMatchObject({
    EarliestRestorableDateTime: new Date(rig.time.now - 35 * 86_400_000),
    LatestRestorableDateTime: new Date(rig.time.now),
  });
  await put(rig, 'b', '1');
  await rig.client.send(new DeleteTableCommand({ TableName }));
  await expect
    .poll(() =>
      rig.client.send(new DescribeTableCommand({ TableName })).then(
        () => 'there',
        () => 'gone',
      ),
    )
    .toBe('gone');
  await makeTable(rig, TableName);
  await recovery(rig, true);
  await put(rig, 'c', '1');
  await restore(rig, at(rig.time.now));
  expect(await itemsOf(rig)).toEqual({ c: '1' });
});

test('the history for restores outlives the cloud, and so does a restore', async () => {
  const dataDir = tempDir();
  const first = await start({}, dataDir);
  await put(first, 'a', '1');
  first.time.now += 1000;
  await put(first, 'a', '2');
  await restore(first, at(START));
  await first.close();
  const second = await startDynamo({ dataDir, now: () => START + 2000 });
  onTestFinished(() => second.close());
  expect(await itemsOf(second)).toEqual({ a: '1' });
  await restore(second, { ...at(START), TargetTableName: 'again' });
  expect(await itemsOf(second, 'again')).toEqual({ a: '1' });
  expect(await itemsOf(second, TableName)).toEqual({ a: '2' });
});

test('with state delays a restore takes two minutes, and lacks the last five', async () => {
  const { clock, dynamodb } = await startAdverseCloud({ factor: 1, latency: false });
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  clock.advance(20_000);
  await recovery({ client: dynamodb } as TestDynamo, true);
  clock.advance(100_000);
  const written = clock.now();
  await put({ client: dynamodb } as TestDynamo, 'a', '1');
  const rig = { client: dynamodb } as TestDynamo;
  expect((await refusal(restore(rig, at(written)))).name).toBe('InvalidRestoreTimeException');
  clock.advance(300_000);
  await restore(rig, at(written));
  const status = async () => (await dynamodb.send(new DescribeTableCommand({ TableName: 'items-then' }))).Table;
  clock.advance(119_999);
  expect(await status()).toMatchObject({ TableStatus: 'CREATING', RestoreSummary: { RestoreInProgress: true } });
  expect((await refusal(dynamodb.send(new DeleteTableCommand({ TableName: 'items-then' })))).name).toBe(
    'ResourceInUseException',
  );
  clock.advance(1);
  expect(await status()).toMatchObject({ TableStatus: 'ACTIVE', RestoreSummary: { RestoreInProgress: false } });
  expect((await dynamodb.send(new ScanCommand({ TableName: 'items-then' }))).Count).toBe(1);
});

test('a table that is restored while its source gets an index has the whole index', async () => {
  const engine = await openItemStore({
    account: '000000000000',
    region: 'eu-west-1',
    transitionMs: 0,
    hasRecovery: () => true,
  });
  onTestFinished(() => engine.close());
  const attributes = ['id', 'color'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));
  const key = (AttributeName: string) => [{ AttributeName, KeyType: 'HASH' }];
  await engine.call('CreateTable', {
    TableName,
    AttributeDefinitions: attributes.slice(0, 1),
    KeySchema: key('id'),
    BillingMode: 'PAY_PER_REQUEST',
  });
  await engine.call('PutItem', { TableName, Item: { id: { S: 'a' }, color: { S: 'red' } } });
  const create = { IndexName: 'byColor', KeySchema: key('color'), Projection: { ProjectionType: 'ALL' } };
  const filling = engine.changeIndexes(TableName, { create, attributes });
  const at = Date.now() + 1000;
  await engine.restoreTable({ source: TableName, target: 'then', at, adapt: (table) => table });
  await filling;
  const { Table } = await engine.call('DescribeTable', { TableName: 'then' });
  expect(Table).toMatchObject({ GlobalSecondaryIndexes: [{ IndexName: 'byColor', IndexStatus: 'ACTIVE' }] });
  expect((await engine.call('Scan', { TableName: 'then', IndexName: 'byColor' })).Count).toBe(1);
});

test('a full history drops its oldest changes, and no restore is possible before the last dropped one', async () => {
  let now = START;
  const engine = await openItemStore({
    account: '000000000000',
    region: 'eu-west-1',
    transitionMs: 0,
    now: () => now,
    hasRecovery: () => true,
  });
  onTestFinished(() => engine.close());
  await engine.call('CreateTable', {
    TableName,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  const write = async (N: string) => {
    now += 1000;
    const Item = { id: { S: 'a' }, paid: { N } };
    await expect.poll(() => engine.call('PutItem', { TableName, Item }).then(() => 'done', String)).toBe('done');
  };
  for (const paid of ['1', '2', '3', '4']) await write(paid);
  expect(await engine.boundChanges(TableName, 4)).toBeUndefined();
  expect(await engine.boundChanges(TableName, 2)).toBe(START + 2000);
  await engine.restoreTable({ source: TableName, target: 'then', at: START + 2000, adapt: (table) => table });
  await expect
    .poll(() => engine.call('Scan', { TableName: 'then' }).then(({ Items }) => Items, String))
    .toEqual([{ id: { S: 'a' }, paid: { N: '2' } }]);
});
