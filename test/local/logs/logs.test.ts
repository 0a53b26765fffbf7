import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  paginateFilterLogEvents,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogSink } from '../../../src/local/services/logs/log-sink.ts';
import { service } from '../../../src/local/services/logs/service.ts';
import { aws, hasAwsCli } from '../../helpers/aws-cli.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const DAY = 86_400_000;
const scope = { account: '000000000000', region: 'eu-west-1' };
const group = '/aws/lambda/shop-dev';
const ARN = `arn:aws:logs:eu-west-1:000000000000:log-group:${group}`;

let now: number;
let cloud: Services;
let logs: CloudWatchLogsClient;

async function start(dataDir?: string): Promise<void> {
  cloud = await startServices([service], {
    now: () => now,
    parts: (base) => ({ logs: createLogSink(base) }),
    ...(dataDir !== undefined && { dataDir }),
  });
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  logs = new CloudWatchLogsClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
}

beforeEach(async () => {
  now = NOW;
  await start();
});
afterEach(() => cloud.close());

const create = (logGroupName = group, more: object = {}) =>
  logs.send(new CreateLogGroupCommand({ logGroupName, ...more }));
const write = (stream: string, ...messages: string[]) =>
  cloud.cloud.logs.write(
    scope,
    { group, stream },
    messages.map((message, index) => ({ timestamp: now + index, message })),
  );
const filter = async (input: Partial<FilterLogEventsCommandInput> = {}) =>
  (await logs.send(new FilterLogEventsCommand({ logGroupName: group, ...input }))).events!.map(
    ({ message }) => message,
  );

test('a group is created once, described, gets a retention, and is deleted', async () => {
  await create(group, { tags: { 'apikit:app': 'shop' } });
  await expect(create()).rejects.toMatchObject({
    name: 'ResourceAlreadyExistsException',
    message: 'The specified log group already exists',
  });
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: 14 }));
  const describe = async () =>
    (await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/' }))).logGroups;
  expect(await describe()).toMatchObject([
    { logGroupName: group, retentionInDays: 14, arn: `${ARN}:*`, logGroupArn: ARN, creationTime: NOW },
  ]);
  await logs.send(new DeleteRetentionPolicyCommand({ logGroupName: group }));
  expect((await describe())![0]).not.toHaveProperty('retentionInDays');
  const wrong = logs.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: 2 }));
  await expect(wrong).rejects.toThrow("Value '2' at 'retentionInDays' failed to satisfy constraint");
  await logs.send(new DeleteLogGroupCommand({ logGroupName: group }));
  expect(await describe()).toEqual([]);
  await expect(filter()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('groups are found by a part of their name, page by page', async () => {
  for (const name of ['/a/one', '/a/two', '/b/one']) await create(name);
  const byPattern = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePattern: 'one' }));
  expect(byPattern.logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(['/a/one', '/b/one']);
  const members = ['arn', 'creationTime', 'logGroupArn', 'logGroupClass', 'logGroupName', 'metricFilterCount'];
  expect(Object.keys(byPattern.logGroups![0]!).sort()).toEqual(members);
  const first = await logs.send(new DescribeLogGroupsCommand({ limit: 2 }));
  const second = await logs.send(new DescribeLogGroupsCommand({ limit: 2, nextToken: first.nextToken }));
  expect(second.logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(['/b/one']);
  expect(second.nextToken).toBeUndefined();
});

test('a group is named, or identified by an ARN without its star, in up to 512 characters', async () => {
  await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
  const streams = (input: object) => logs.send(new DescribeLogStreamsCommand(input));
  expect((await streams({ logGroupIdentifier: ARN })).logStreams).toEqual([]);
  await logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: 'empty' }));
  const { logStreams } = await streams({ logGroupIdentifier: ARN });
  const members = ['arn', 'creationTime', 'logStreamName', 'storedBytes'];
  expect(Object.keys(logStreams![0]!).sort()).toEqual(members);
  await expect(streams({ logGroupIdentifier: `${ARN}:*` })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
  await expect(streams({ logGroupName: group, logGroupIdentifier: ARN })).rejects.toMatchObject({
    name: 'ValidationException',
  });
  const long = { logGroupName: 'x'.repeat(513) };
  const tooLong = 'Invalid LogGroup or LogStream, both must have length less than or equal to 512.';
  await expect(logs.send(new CreateLogGroupCommand(long))).rejects.toThrow(tooLong);
  await expect(logs.send(new DeleteLogGroupCommand(long))).rejects.toThrow(tooLong);
});

test.each(['DELIVERY', 'ESSENTIALS'])('the class %s is rejected by name', async (logGroupClass) => {
  await expect(logs.send(new CreateLogGroupCommand({ logGroupName: group, logGroupClass } as never))).rejects.toThrow(
    `Logs CreateLogGroup with logGroupClass ${logGroupClass} is not emulated`,
  );
});

test('tags use the ARN without its star', async () => {
  await create(group, { tags: { a: '1' } });
  await logs.send(new TagResourceCommand({ resourceArn: ARN, tags: { b: '2' } }));
  await logs.send(new UntagResourceCommand({ resourceArn: ARN, tagKeys: ['a'] }));
  expect((await logs.send(new ListTagsForResourceCommand({ resourceArn: ARN }))).tags).toEqual({ b: '2' });
});

test('events that are too old or too new are reported, the others stored', async () => {
  await create();
  const stream = { logGroupName: group, logStreamName: 's' };
  await logs.send(new CreateLogStreamCommand(stream));
  const at = (timestamp: number, message: string) => ({ timestamp, message });
  const old = await logs.send(new PutLogEventsCommand({ ...stream, logEvents: [at(NOW - 15 * DAY, 'old')] }));
  expect(old.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
  const mixed = [at(NOW, 'taken'), at(NOW + 3 * 3_600_000, 'new')];
  const answer = await logs.send(new PutLogEventsCommand({ ...stream, logEvents: mixed }));
  expect(answer.rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
  expect(await filter()).toEqual(['taken']);
  const disordered = [at(NOW, 'b'), at(NOW - 1, 'a')];
  await expect(logs.send(new PutLogEventsCommand({ ...stream, logEvents: disordered }))).rejects.toThrow(
    'chronological order',
  );
});

test('internal logs create a missing group, and are dropped if told not to create it', async () => {
  cloud.cloud.logs.write(scope, { group, stream: 's', createGroup: false }, [{ timestamp: now, message: 'lost' }]);
  write('s', 'kept');
  expect(await filter()).toEqual(['kept']);
});

test('one stream is read from either end, and the same token twice marks its end', async () => {
  await create();
  write('s', '1', '2', '3', '4', '5');
  const read = async (more: object) => {
    const stream = { logGroupName: group, logStreamName: 's', limit: 2 };
    const { events, nextForwardToken, nextBackwardToken } = await logs.send(
      new GetLogEventsCommand({ ...stream, ...more }),
    );
    return { text: events!.map(({ message }) => message).join(''), nextForwardToken, nextBackwardToken };
  };
  const head = await read({ startFromHead: true });
  const next = await read({ nextToken: head.nextForwardToken });
  const last = await read({ nextToken: next.nextForwardToken });
  const end = await read({ nextToken: last.nextForwardToken });
  expect([head, next, last, end].map(({ text }) => text)).toEqual(['12', '34', '5', '']);
  expect(end.nextForwardToken).toBe(last.nextForwardToken);
  const tail = await read({});
  expect(tail.text).toBe('45');
  expect((await read({ nextToken: tail.nextBackwardToken })).text).toBe('23');
});

test('all streams of a group are read in the order of time', async () => {
  await create();
  write('a', 'first', 'third');
  cloud.cloud.logs.write(scope, { group, stream: 'b' }, [{ timestamp: now, message: 'second' }]);
  expect(await filter()).toEqual(['first', 'second', 'third']);
  expect(await filter({ logStreamNames: ['b'] })).toEqual(['second']);
  expect(await filter({ logStreamNamePrefix: 'a' })).toEqual(['first', 'third']);
  expect(await filter({ startTime: now + 1 })).toEqual(['third']);
  const streams = await logs.send(new DescribeLogStreamsCommand({ logGroupName: group, orderBy: 'LastEventTime' }));
  expect(streams.logStreams).toMatchObject([
    { logStreamName: 'b', lastEventTimestamp: now },
    { logStreamName: 'a', firstEventTimestamp: now, lastEventTimestamp: now + 1 },
  ]);
});

test('a rare match in a long log takes several pages, including empty ones', async () => {
  await create();
  const lines = Array.from({ length: 25_000 }, (_, index) => (index === 24_999 ? 'needle' : 'hay'));
  cloud.cloud.logs.write(
    scope,
    { group, stream: 's' },
    lines.map((message) => ({ timestamp: now, message })),
  );
  const sizes: number[] = [];
  const pages = paginateFilterLogEvents({ client: logs }, { logGroupName: group, filterPattern: 'needle' });
  for await (const { events } of pages) sizes.push(events!.length);
  expect(sizes).toEqual([0, 0, 1]);
});

test('events beyond their retention are not returned', async () => {
  await create();
  write('s', 'old');
  now += 2 * DAY;
  write('s', 'new');
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: 1 }));
  expect(await filter()).toEqual(['new']);
});

test('events survive a restart, except for a line that a kill cut off', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'apikit-logs-'));
  await cloud.close();
  await start(dataDir);
  await create();
  write('a', '1', '2');
  write('b', '3');
  await setImmediate();
  await cloud.close();
  const file = join(dataDir, 'logs', scope.account, scope.region, encodeURIComponent(group), '0000000001.jsonl');
  appendFileSync(file, '[4,"a",17');
  await start(dataDir);
  write('a', '4');
  expect((await filter()).sort()).toEqual(['1', '2', '3', '4']);
  await logs.send(new DeleteLogStreamCommand({ logGroupName: group, logStreamName: 'a' }));
  await cloud.close();
  await start(dataDir);
  expect(await filter()).toEqual(['3']);
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: group }));
  expect(new Set(events!.map(({ eventId }) => eventId)).size).toBe(events!.length);
  rmSync(dataDir, { recursive: true });
});

test('Live Tail is rejected by name', async () => {
  // The SDK would prefix the host with `streaming-`, which no loopback name has.
  const answer = await fetch(cloud.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'Logs_20140328.StartLiveTail', 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ logGroupIdentifiers: [ARN] }),
  });
  expect(answer.status).toBe(501);
  expect(await answer.json()).toMatchObject({ message: expect.stringContaining('StartLiveTail') });
});

test.each([
  [`${ARN}:*`, 'ValidationException', 'Invalid resourceArn'],
  [group, 'ValidationException', 'Invalid resourceArn'],
  [`${ARN}-other`, 'ResourceNotFoundException', 'The specified log group does not exist.'],
  [
    ARN.replace('000000000000', '111111111111'),
    'AccessDeniedException',
    `User: arn:aws:iam::000000000000:root is not authorized to perform: logs:ListTagsForResource on resource: ${ARN.replace('000000000000', '111111111111')} because no resource-based policy allows the logs:ListTagsForResource action`,
  ],
])('tags of %s: %s', async (resourceArn, name, message) => {
  await create();
  await expect(logs.send(new ListTagsForResourceCommand({ resourceArn }))).rejects.toMatchObject({ name, message });
});

test('a group is read by its name or, as an identifier, by its ARN; never by an ARN in place of the name', async () => {
  await create();
  write('s', 'hello');
  expect(await filter({ logGroupName: undefined, logGroupIdentifier: ARN })).toEqual(['hello']);
  expect(await filter({ logGroupName: undefined, logGroupIdentifier: group })).toEqual(['hello']);
  const pattern = 'Member must satisfy regular expression pattern';
  for (const wrong of [{ logGroupName: ARN }, { logGroupName: `${ARN}:*` }]) {
    await expect(filter(wrong)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(`'logGroupName' failed to satisfy constraint: ${pattern}`),
    });
  }
  const ofOthers = { logGroupName: undefined, logGroupIdentifier: ARN.replace('000000000000', '111111111111') };
  await expect(filter(ofOthers)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test.skipIf(!hasAwsCli)('the AWS CLI creates a group and tails it', async () => {
  await aws(cloud.endpoint, 'logs', 'create-log-group', '--log-group-name', group);
  write('s', 'hello');
  const found = await aws(cloud.endpoint, 'logs', 'filter-log-events', '--log-group-name', group);
  expect(found).toMatchObject({ events: [{ message: 'hello', logStreamName: 's' }] });
});
