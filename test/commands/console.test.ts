/** `apikit console` against the embedded cloud: items of the local stage, and the documents of others. */
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ConsoleSession, startConsoleSession } from '../helpers/console-session.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';

let project: Project;
let session: ConsoleSession;

beforeAll(async () => {
  project = await startSmallProject();
  await project.json(['deploy', '--stage', 'local', '--yes']);
  session = await startConsoleSession(project, 'local');
});
afterAll(async () => {
  expect(await session?.stop()).toBe(0);
  await project?.close();
});

type Item = Record<string, object>;

async function read<T>(path: string, from = session): Promise<T> {
  return (await (await from.fetch(`/api/documents/${path}`)).json()) as T;
}

async function edit(change: { before?: Item; after?: string | Item }): Promise<[number, string | undefined]> {
  const { after } = change;
  const sent = typeof after === 'object' ? { ...change, after: JSON.stringify(after) } : change;
  const body = JSON.stringify(sent);
  const response = await session.fetch('/api/items?table=items', { method: 'POST', body });
  const { error } = (await response.json()) as { error?: { code: string } };
  return [response.status, error?.code];
}

const whole = async (id: string) => {
  const key = JSON.stringify({ Item: { id: { S: id } } });
  return (await read<{ item?: Item }>(`item?${new URLSearchParams({ table: 'items', key })}`)).item;
};

it('creates, changes and deletes items, and loses nothing that somebody else wrote', async () => {
  const first = { id: { S: 'a' }, name: { S: 'one' }, count: { N: '1' } };
  expect(await edit({ after: first })).toEqual([200, undefined]);
  expect(await edit({ after: first })).toEqual([422, 'ItemExists']);
  expect(await read('items?table=items&partition=a')).toEqual({ items: [first], next: null });
  // Two people have read the same item. One changes the count; the other changes the name, and then the count, too.
  expect(await edit({ before: first, after: { ...first, count: { N: '2' }, more: { BOOL: true } } })).toEqual([
    200,
    undefined,
  ]);
  expect(await edit({ before: first, after: { ...first, name: { S: 'two' } } })).toEqual([200, undefined]);
  const both = { id: { S: 'a' }, name: { S: 'two' }, count: { N: '2' }, more: { BOOL: true } };
  expect(await whole('a')).toEqual(both);
  expect(await edit({ before: first, after: { ...first, count: { N: '3' } } })).toEqual([422, 'ItemChanged']);
  expect(await edit({ before: both, after: { ...both, id: { S: 'b' } } })).toEqual([422, 'Usage']);
  expect(await edit({ after: { name: { S: 'no key' } } })).toEqual([422, 'Usage']);
  expect(await edit({ after: 'no JSON' })).toEqual([422, 'Usage']);
  const { more: _, ...less } = both;
  expect(await edit({ before: both, after: less })).toEqual([200, undefined]);
  expect(await whole('a')).toEqual(less);
  expect(await edit({ before: less })).toEqual([200, undefined]);
  expect(await whole('a')).toBeUndefined();
  expect(await edit({ before: less, after: first })).toEqual([422, 'ItemChanged']);
});

it('lists a table that is not deployed yet beside those that are', async () => {
  project.edit('apikit.yaml', (text) => text.replace(/^( {2}items: .*)$/m, '$1\n  orders: { key: id }'));
  const { tables } = await read<{ tables: { table: string; fault: string | null }[] }>('tables');
  expect(tables.map(({ table, fault }) => [table, fault === null])).toEqual([
    ['items', true],
    ['orders', false],
  ]);
  expect(tables[1]!.fault).toContain('does not exist');
  project.edit('apikit.yaml', (text) => text.replace('\n  orders: { key: id }', ''));
});

it('has nothing that writes for another stage', async () => {
  await project.json(['deploy', '--stage', 'dev', '--yes']);
  const other = await startConsoleSession(project, 'dev');
  const { views } = (await (await other.fetch('/api/session')).json()) as { views: string[] };
  expect(views).toContain('status');
  expect(views).not.toContain('requests');
  expect(await read('tables', other)).toMatchObject({ editable: false });
  const write = { method: 'POST', body: '{"after":"{}"}' };
  for (const path of ['/api/items?table=items', '/api/docs', '/api/requests/r1/replay'])
    expect([path, (await other.fetch(path, write)).status]).toEqual([path, 404]);
  expect(await other.stop()).toBe(0);
});

it('scans no logs for more than a dollar, which nobody could agree to on the page', async () => {
  await project.json(['deploy', '--stage', 'dev', '--yes']);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const cloudwatch = new CloudWatchClient({ endpoint: project.cloud.endpoint, region: 'us-east-1', credentials });
  const Dimensions = [{ Name: 'LogGroupName', Value: '/aws/lambda/items-api-dev' }];
  const logged = { Timestamp: new Date(Date.now() - 30 * 3_600_000), Value: 300 * 1_024 ** 3, Unit: 'Bytes' as const };
  const MetricData = [{ MetricName: 'IncomingBytes', Dimensions, ...logged }];
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'AWS/Logs', MetricData }));
  cloudwatch.destroy();
  const other = await startConsoleSession(project, 'dev');
  const { error } = await read<{ error: { message: string } }>('logs?text=stock&since=3d', other);
  expect(error.message).toMatch(/costs more than a dollar \(about \$1\.50\), which only a person can confirm/);
  expect(await other.stop()).toBe(0);
});

it('leaves warnings of its documents out of the terminal', async () => {
  await project.json(['deploy', '--stage', 'dev', '--yes']);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const logs = new CloudWatchLogsClient({ endpoint: project.cloud.endpoint, region: 'us-east-1', credentials });
  await logs.send(new DeleteLogGroupCommand({ logGroupName: '/aws/lambda/items-api-dev' }));
  logs.destroy();
  const search = ['logs', 'search', 'stock', '--since', '1h', '--stage', 'dev', '--json'];
  expect((await project.apikit(search)).stderr).toContain('does not exist, so nothing of it is searched');
  const other = await startConsoleSession(project, 'dev');
  expect(await read('logs?text=stock&since=1h', other)).toMatchObject({ rows: [] });
  expect(other.errors()).toBe('');
  expect(await other.stop()).toBe(0);
});
