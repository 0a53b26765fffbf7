/**
 * `tables restore`: an earlier state of a table beside the live one, with the stage's settings, and their common items.
 */
import {
  DeleteItemCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  ScanCommand,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { clockAhead } from '../../helpers/clock-ahead.ts';
import { startCountingProxy } from '../../helpers/counting-proxy.ts';
import { limitedTo } from '../../helpers/limited-role.ts';
import { type Project, startSmallProject } from '../../helpers/project.ts';
import { clientsOf } from '../../helpers/project-clients.ts';

interface Restored {
  name: string;
  at: string;
  comparison: {
    complete: boolean;
    liveItems: number;
    restoredItems: number;
    same: number;
    different: { count: number; sample: unknown[] };
    onlyLive: { count: number; sample: unknown[] };
    onlyRestored: { count: number; sample: unknown[] };
  };
}

const TableName = 'items-api-dev-items';
const STAGE = ['--stage', 'dev'];

let project: Project;
/** The ms by which the cloud's clock is ahead of this machine's. */
let ahead = 0;
let dynamodb: DynamoDBClient;
beforeEach(async () => {
  ahead = 0;
  const clock = clockAhead(() => ahead);
  project = await startSmallProject(['--stages', 'dev'], { adversity: {}, clock });
  project.edit('apikit.yaml', (text) =>
    text.replace(
      '  items: { key: id }\n',
      "  items: { key: id, ttl: ends, deletionProtection: true }\n  off: { key: id, recovery: false }\n  theirs: { key: id, import: 'shop-items' }\n",
    ),
  );
  dynamodb = await clientsOf(project).dynamodb();
  project.edit('apikit.yaml', (text) => text.replace(/^ {2}theirs:.*\n/m, ''));
  await project.json(['deploy', ...STAGE, '--yes']);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  dynamodb.destroy();
  await project.close();
});

const put = (id: string, paid: string) =>
  dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: id }, paid: { N: paid } } }));

/** Returns a second that is over: it contains what was written before, and nothing that follows. */
function aSecond(): string {
  const then = Math.ceil((Date.now() + ahead) / 1000) * 1000;
  ahead += 1100;
  return new Date(then).toISOString().replace('.000Z', 'Z');
}

const restore = (at: string, ...flags: string[]) =>
  project.json<Restored>(['tables', 'restore', 'items', '--at', at, ...STAGE, ...flags]);

it('a restored table has the items of the given time and the settings of the stage, and is compared', async () => {
  for (const [id, paid] of [
    ['a', '1'],
    ['b', '1'],
    ['c', '1'],
  ] as const)
    await put(id, paid);
  const then = aSecond();
  await put('b', '2');
  await put('d', '1');
  await dynamodb.send(new DeleteItemCommand({ TableName, Key: { id: { S: 'c' } } }));
  const restored = await restore(then);
  const name = `${TableName}-${then.replaceAll(/[-:]/g, '')}`;
  expect(restored).toMatchObject({ source: TableName, live: TableName, name, at: then.replace('Z', '.000Z') });
  expect(restored.comparison).toEqual({
    complete: true,
    limit: 100_000,
    liveItems: 3,
    restoredItems: 3,
    same: 1,
    different: { count: 1, sample: [{ id: { S: 'b' } }] },
    onlyLive: { count: 1, sample: [{ id: { S: 'd' } }] },
    onlyRestored: { count: 1, sample: [{ id: { S: 'c' } }] },
  });
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
  expect(Table).toMatchObject({ TableStatus: 'ACTIVE', DeletionProtectionEnabled: true });
  const { Tags } = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn }));
  expect(Object.fromEntries(Tags!.map(({ Key, Value }) => [Key, Value]))).toMatchObject({
    'apikit:app': 'items-api',
    'apikit:stage': 'dev',
    'apikit:table': 'items',
  });
  const ttl = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: name }));
  expect(ttl.TimeToLiveDescription?.AttributeName).toBe('ends');
  const backups = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: name }));
  expect(backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe(
    'ENABLED',
  );
  // The live table has not changed, and the project has nothing to do.
  expect((await dynamodb.send(new ScanCommand({ TableName }))).Count).toBe(3);
  const { changes } = await project.json<{ changes: { action: string }[] }>(['plan', ...STAGE]);
  expect(changes.filter(({ action }) => action !== 'none')).toEqual([]);

  const again = await project.apikit(['tables', 'restore', 'items', '--at', then, ...STAGE]);
  expect(again.code).toBe(0);
  expect(again.stdout).toMatch(/different +1 +1\n/);
  expect(again.stdout).toMatch(/only in the restored table: \{"id":\{"S":"c"\}\}/);
  const limited = await restore(then, '--limit', '2');
  expect(limited.comparison).toMatchObject({ complete: false, liveItems: 2, restoredItems: 2 });
  expect(await project.json(['tables', 'export', name, 'then.ndjson', ...STAGE])).toMatchObject({ name, items: 3 });
});

it('continues what an earlier run has started, also if the time was given as an age', async () => {
  await put('a', '1');
  aSecond();
  const interruption = new AbortController();
  const clock = {
    now: systemClock.now,
    // The first wait is the one for the restore.
    sleep: async () => interruption.abort(),
  };
  const cut = await project.apikit(['tables', 'restore', 'items', '--at', 'latest', ...STAGE], {
    clock,
    signal: interruption.signal,
  });
  expect(cut.code).toBe(130);
  expect(cut.stderr).toMatch(/The restore to table items-api-dev-items-\d{8}T\d{6}Z continues in AWS/);
  expect(cut.stderr).toMatch(/apikit tables restore items-api-dev-items --at 2\S+Z --stage dev/);
  aSecond();
  const { code, stderr } = await project.apikit(['tables', 'restore', 'items', '--at', '0s', ...STAGE]);
  expect(code).toBe(0);
  expect(stderr).toMatch(/Continuing the restore to .*, which was started but not finished/);
  const { TableNames } = await dynamodb.send(new ListTablesCommand({}));
  expect(TableNames?.filter((name) => name.startsWith(`${TableName}-`))).toHaveLength(1);
});

it('finds the latest restorable time also just after recovery was turned on', async () => {
  ahead += 5_000;
  const proxy = await startCountingProxy(project.cloud.endpoint);
  proxy.change(/DescribeContinuousBackups$/, (answer) => {
    const { ContinuousBackupsDescription: described } = JSON.parse(answer.body);
    const recovery = described.PointInTimeRecoveryDescription;
    const only = Math.floor(recovery.LatestRestorableDateTime) - 1 + 0.881;
    Object.assign(recovery, { EarliestRestorableDateTime: only, LatestRestorableDateTime: only });
    return { ...answer, body: JSON.stringify({ ContinuousBackupsDescription: described }) };
  });
  const env = { AWS_ENDPOINT_URL: proxy.endpoint };
  const argv = ['tables', 'restore', 'items', '--at', 'latest', ...STAGE];
  const { code, stderr } = await project.apikit(argv, { env });
  await proxy.close();
  expect(`${code} ${stderr}`).toMatch(/^0 /);
});

it('an impossible restore is reported before anything is created', async () => {
  const run = (...argv: string[]) => project.apikit(['tables', 'restore', ...argv, ...STAGE]);
  const early = await run('items', '--at', '2h');
  expect(early).toMatchObject({ code: 2 });
  expect(early.stderr).toMatch(/can be restored to times from 2\S+Z to 2\S+Z, and not to 2\S+Z\. Nothing was changed/);
  const late = await run('items', '--at', '2099-01-01T00:00:00Z');
  expect(late).toMatchObject({ code: 2, stderr: expect.stringMatching(/Use --at latest for the last time/) });
  const off = await run('off', '--at', '0s');
  expect(off).toMatchObject({ code: 2 });
  expect(off.stderr).toMatch(/Point-in-time recovery of table items-api-dev-off is off[\s\S]*remove recovery: false/);
  expect((await run('itmes', '--at', '0s')).stderr).toContain('Did you mean items?');
  expect((await run('items')).stderr).toMatch(/No time is given/);
  expect((await run('items', '--at', 'yesterday')).code).toBe(2);
  project.edit('apikit.yaml', (text) => text.replace('  off:', "  theirs: { key: id, import: 'shop-items' }\n  off:"));
  expect((await run('theirs', '--at', '0s')).stderr).toMatch(/is imported: another owner manages it/);
  await put('a', '1');
  const then = aSecond();
  const { name } = await restore(then);
  await dynamodb.send(
    new UpdateContinuousBackupsCommand({
      TableName: name,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  // A table that is restored to the same second would have the same name.
  const later = aSecond();
  await project.json(['tables', 'restore', name, '--at', later, ...STAGE]);
  const taken = await run('items', '--at', later);
  expect(taken.code).toBe(1);
  expect(taken.stderr).toMatch(/Table \S+ already exists, and it is not items-api-dev-items as it was/);
});

it('needs the permission to restore, and names it', async () => {
  await put('a', '1');
  const then = aSecond();
  const env = await limitedTo(project, 'restorer', ['dynamodb:RestoreTableToPointInTime']);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const { code, stderr } = await project.apikit(['tables', 'restore', 'items', '--at', then, ...STAGE]);
  expect(code).toBe(1);
  expect(stderr).toContain('dynamodb:RestoreTableToPointInTime');
});
