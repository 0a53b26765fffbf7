/** The files that the embedded cloud writes: where they are, and who can read them. */
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { APIGatewayClient, CreateApiKeyCommand } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, test } from 'vitest';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { tempDir } from '../helpers/cli.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';

let cloud: RunningCloud | undefined;
afterEach(() => cloud?.close());

async function start(dataDir: string) {
  cloud = await startTestCloud({ dataDir });
  const { endpoint } = cloud;
  return (region = 'eu-west-1') => ({
    endpoint,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
}

test.skipIf(process.platform === 'win32')(
  'in a folder that everybody can read, other users can read no data of the cloud',
  async () => {
    const dataDir = join(tempDir(), 'shared');
    mkdirSync(dataDir, { mode: 0o755 });
    const settings = await start(dataDir);
    await new APIGatewayClient(settings()).send(new CreateApiKeyCommand({ name: 'k', value: 'a'.repeat(30) }));
    const logs = new CloudWatchLogsClient(settings());
    await writeEvent(logs, 'group', 'hello');
    await new DynamoDBClient(settings()).send(
      new CreateTableCommand({
        TableName: 'items',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
    await new CloudWatchClient(settings()).send(
      new PutMetricDataCommand({ Namespace: 'n', MetricData: [{ MetricName: 'm', Value: 1 }] }),
    );
    await cloud?.close();
    cloud = undefined;

    const names = readdirSync(dataDir).sort();
    expect(names).toEqual(['blobs', 'dynamodb', 'logs', 'metrics', 'state.jsonl']);
    for (const name of names) expect([name, statSync(join(dataDir, name)).mode & 0o077]).toEqual([name, 0]);
  },
);

test('a log group whose name contains dots stays inside the data folder', async () => {
  const dataDir = join(tempDir(), 'data');
  mkdirSync(dataDir);
  const keep = join(dataDir, 'mine.txt');
  writeFileSync(keep, 'precious');
  const settings = await start(dataDir);
  const logs = new CloudWatchLogsClient(settings());
  await writeEvent(logs, 'other', 'still here');
  for (const name of ['.', '..', '...']) {
    await writeEvent(logs, name, name);
    await logs.send(new DeleteLogGroupCommand({ logGroupName: name }));
  }
  expect(await messagesOf(logs, 'other')).toEqual(['still here']);
  expect(statSync(keep).size).toBe(8);
});

test('a log group may have every name that AWS allows, also a long one', async () => {
  const logs = new CloudWatchLogsClient((await start(tempDir()))());
  const names = [`${'/'.repeat(511)}a`, `${'/'.repeat(511)}b`];
  for (const name of names) await writeEvent(logs, name, name);
  for (const name of names) expect(await messagesOf(logs, name)).toEqual([name]);
});

test('an invalid region name is rejected before it names a file', async () => {
  const dataDir = join(tempDir(), 'data');
  mkdirSync(dataDir);
  const settings = await start(dataDir);
  const signed = `AWS4-HMAC-SHA256 Credential=test/20260101/../logs/aws4_request, SignedHeaders=host, Signature=0`;
  const response = await fetch(settings().endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Logs_20140328.CreateLogGroup',
      authorization: signed,
    },
    body: JSON.stringify({ logGroupName: '..' }),
  });
  expect(response.status).toBe(403);
  expect(await response.text()).toContain('Credential should be scoped to a valid region.');
  expect(readdirSync(dirname(dataDir))).toEqual(['data']);
});

async function writeEvent(logs: CloudWatchLogsClient, logGroupName: string, message: string): Promise<void> {
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 's' }));
  const logEvents = [{ timestamp: Date.now(), message }];
  await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: 's', logEvents }));
}

async function messagesOf(logs: CloudWatchLogsClient, logGroupName: string): Promise<(string | undefined)[]> {
  const { events } = await logs.send(
    new GetLogEventsCommand({ logGroupName, logStreamName: 's', startFromHead: true }),
  );
  return (events ?? []).map(({ message }) => message);
}
