/** Destroy ends with nothing of the stage left, whatever happened before, and proves it by a search. */
import { CreateRestApiCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isRead } from '../../src/aws/sdk/call-counter.ts';
import { systemClock } from '../../src/clock.ts';
import type { Io } from '../../src/ui/io.ts';
import { startCountingProxy } from '../helpers/counting-proxy.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Destroyed {
  removed: string[];
  kept: { resource: string }[];
  left: { kind: string; name: string; arn: string; why: string }[];
}

const TAGS = { 'apikit:app': 'items-api', 'apikit:stage': 'dev' };

describe('destroy', () => {
  let project: Project;
  const stage = ['--stage', 'dev'];
  const destroy = (...flags: string[]) => project.json<Destroyed>(['destroy', ...stage, '--yes', ...flags]);

  beforeAll(async () => {
    project = await startSmallProject([], { adversity: {} });
  });
  beforeEach(async () => {
    await project.json(['deploy', ...stage, '--yes']);
  });
  afterAll(() => project.close());

  it('lists what it keeps, with the reasons', async () => {
    const { left, kept } = await destroy();
    expect(left).toEqual([
      {
        kind: 'table',
        name: 'items-api-dev-items',
        arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/items-api-dev-items',
        why: 'it holds data; --delete-data deletes it',
      },
    ]);
    expect(kept.map(({ resource }) => resource).sort()).toEqual(['account', 'locks', 'table/items']);
    expect((await destroy('--delete-data')).left).toEqual([]);
  });

  it('shows with --dry-run what it would delete and what stays, and writes nothing', async () => {
    const proxy = await startCountingProxy(project.cloud.endpoint);
    const env = { AWS_ENDPOINT_URL: proxy.endpoint };
    const shown = await project.apikit(['destroy', ...stage, '--dry-run'], { env });
    const { deletes } = await project.json<{ deletes: { resource: string }[] }>(['destroy', ...stage, '--dry-run']);
    await proxy.close();
    expect(proxy.calls.filter((call) => !isRead(call.replace(/^.*[.]/, '')) && !call.startsWith('GET '))).toEqual([]);
    expect(shown.code).toBe(0);
    expect(shown.stderr).toContain('items-api/dev in account 000000000000, us-east-1');
    expect(shown.stdout).toContain(
      '  table/items (items-api-dev-items) stays: it holds data; --delete-data deletes it.',
    );
    expect(shown.stdout).toContain(`\n${deletes.length} resources to delete`);
    expect((await destroy('--delete-data')).removed).toEqual(
      expect.arrayContaining(deletes.map(({ resource }) => resource)),
    );
  });

  it('prints 0 left', async () => {
    const { code, stdout, stderr } = await project.apikit(['destroy', ...stage, '--yes', '--delete-data']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^0 left\n\d+ calls/);
    expect(stderr).toContain('items-api/dev is deleted');
    expect(stderr).toMatch(/account \(apikit-api-gateway-logs\) stays: it belongs to the whole account\./);
  });

  it('finds resources that apikit.yaml never named: a second API, a topic, a log group that AWS created', async () => {
    const clients = clientsOf(project);
    await (await clients.apiGateway()).send(new CreateRestApiCommand({ name: 'items-api-dev', tags: TAGS }));
    const Tags = Object.entries(TAGS).map(([Key, Value]) => ({ Key, Value }));
    await (await clients.sns()).send(new CreateTopicCommand({ Name: 'items-api-dev-alarms', Tags }));
    clients.destroy();
    const { left } = await destroy('--delete-data');
    expect(left).toEqual([]);

    const again = clientsOf(project);
    await (await again.logs()).send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/items-api-dev' }));
    again.destroy();
    expect((await destroy('--delete-data')).removed).toEqual(['log-group/function']);
    expect((await project.json<{ orphans: object[] }>(['list'])).orphans).toEqual([]);
  });

  it('leaves no log group that API Gateway created, not even of a canary, and does not touch those of the account', async () => {
    project.edit('apikit.yaml', (text) => `${text}\nlogging: INFO\n`);
    await project.json(['deploy', ...stage, '--yes']);
    const clients = clientsOf(project);
    const logs = await clients.logs();
    const groups = async () =>
      ((await logs.send(new DescribeLogGroupsCommand({}))).logGroups ?? []).map(({ logGroupName, retentionInDays }) => [
        logGroupName?.replace(/_[a-z0-9]{10}\//, '_<api>/'),
        retentionInDays,
      ]);
    expect(await groups()).toEqual([
      ['/aws/apigateway/items-api-dev', 30],
      ['/aws/apigateway/welcome', 30],
      ['/aws/lambda/items-api-dev', 30],
      ['API-Gateway-Execution-Logs_<api>/dev', 30],
    ]);
    const { drift } = await project.json<{ drift: object[] }>(['status', ...stage]);
    expect(drift).toEqual([]);
    const gateway = await clients.apiGateway();
    const [api] = (await gateway.send(new GetRestApisCommand({}))).items ?? [];
    for (const name of ['/aws/apigateway/items-api-dev', `API-Gateway-Execution-Logs_${api?.id}/dev`])
      await logs.send(new CreateLogGroupCommand({ logGroupName: `${name}/Canary` }));
    expect((await destroy('--delete-data')).left).toEqual([]);
    expect(await groups()).toEqual([['/aws/apigateway/welcome', 30]]);
    clients.destroy();
    project.edit('apikit.yaml', (text) => text.replace('logging: INFO\n', ''));
  });

  it('deletes the execution log of a stage whose logging was switched off', async () => {
    project.edit('apikit.yaml', (text) => `${text}\nlogging: INFO\n`);
    await project.json(['deploy', ...stage, '--yes']);
    project.edit('apikit.yaml', (text) => text.replace('logging: INFO\n', ''));
    await project.json(['deploy', ...stage, '--yes']);
    expect((await destroy('--delete-data')).left).toEqual([]);
    const clients = clientsOf(project);
    const { logGroups } = await (await clients.logs()).send(new DescribeLogGroupsCommand({}));
    clients.destroy();
    expect(logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(['/aws/apigateway/welcome']);
  });

  it('prints 0 left for an emulator that still lists tags of deleted log groups', async () => {
    const proxy = await startCountingProxy(project.cloud.endpoint);
    const tags = { status: 200, type: 'application/x-amz-json-1.1', body: '{"tags":{}}' };
    proxy.change(/Logs_\d+\.ListTagsForResource$/, (answer) => (answer.status === 400 ? tags : answer));
    const argv = ['destroy', ...stage, '--yes', '--delete-data'];
    const { stdout } = await project.apikit(argv, { env: { AWS_ENDPOINT_URL: proxy.endpoint } });
    await proxy.close();
    expect(stdout).toMatch(/^0 left\n/);
  });

  it('deletes resources with its tags and other names', async () => {
    const clients = clientsOf(project);
    const Tags = Object.entries(TAGS).map(([Key, Value]) => ({ Key, Value }));
    await (await clients.sns()).send(new CreateTopicCommand({ Name: 'by-hand', Tags }));
    await (await clients.logs()).send(new CreateLogGroupCommand({ logGroupName: '/by/hand', tags: TAGS }));
    await (await clients.logs()).send(new CreateLogGroupCommand({ logGroupName: '/of/others' }));
    await (await clients.cloudwatch()).send(
      new PutMetricAlarmCommand({
        AlarmName: 'by hand',
        Namespace: 'AWS/ApiGateway',
        MetricName: 'Count',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        Tags,
      }),
    );
    const { removed, left } = await destroy('--delete-data');
    expect(removed).toEqual(expect.arrayContaining(['message-topic/by-hand', 'log-group//by/hand', 'alarm/by hand']));
    expect(left).toEqual([]);
    const { logGroups = [] } = await (await clients.logs()).send(new DescribeLogGroupsCommand({}));
    expect(logGroups.map(({ logGroupName }) => logGroupName)).toEqual(['/aws/apigateway/welcome', '/of/others']);
    clients.destroy();
  });

  /** Runs destroy, and calls `happen` as soon as the API is deleted. */
  async function destroyUntil(event: RegExp, happen: () => void, more: Partial<Io> = {}) {
    let told = '';
    const stderr = {
      isTTY: false,
      write(text: string) {
        if (!event.test(told) && event.test(told + text)) happen();
        told += text;
      },
    };
    return await project.apikit(['destroy', ...stage, '--yes', '--delete-data', '--events', '--json'], {
      ...more,
      stderr,
    });
  }
  interface Unfinished {
    error: { code: string; message: string; hint: string; done: object[]; failed: object[]; cutShort: string[] };
  }

  it.each([
    [
      'second look',
      'GetRestApis',
      { code: 'AccessDeniedException', message: 'May not look.', status: 403 },
      'AccessDenied',
    ],
    ['final search', 'GetApiKeys', { code: 'BadRequestException', message: 'Not now.', status: 400 }, 'AwsRefused'],
  ])('that cannot make its %s reports what it deleted, what failed and what to do', async (...given) => {
    const [what, operation, error, reason] = given;
    const fault = { error };
    const { code, json } = await destroyUntil(/"resource\.removed","resource":"api"/, () =>
      project.cloud.adversity!.set({ rules: [{ operation, fault }] }),
    );
    project.cloud.adversity!.set({ rules: [] });
    const { error: told } = json<Unfinished>();
    expect(code).toBe(1);
    expect(told).toMatchObject({
      code: 'DestroyFailed',
      failed: [{ resource: what, code: reason, requestId: expect.stringMatching(/\S{8,}/) }],
      hint: expect.stringMatching(/run apikit destroy --stage dev again/),
    });
    expect(told.done.length).toBeGreaterThan(8);
    expect(told.message).toContain('api (delete)');
    expect((await destroy('--delete-data')).left).toEqual([]);
  });

  it('that is interrupted at its second search still reports what it deleted', async () => {
    const controller = new AbortController();
    const gone = /"resource\.removed","resource":"role".*"resource\.reading"/s;
    const { code, json } = await destroyUntil(gone, () => controller.abort(), { signal: controller.signal });
    expect(code).toBe(130);
    const { error } = json<Unfinished>();
    expect(error).toMatchObject({ code: 'Interrupted', cutShort: ['second look'] });
    expect(error.done.length).toBeGreaterThan(8);
    expect((await destroy('--delete-data')).left).toEqual([]);
  });

  it.each([2, 5, 9])('continues after an interruption after %i deletions', async (n) => {
    const controller = new AbortController();
    let removed = 0;
    const interrupted = await project.apikit(['destroy', ...stage, '--yes', '--delete-data', '--events'], {
      clock: systemClock,
      signal: controller.signal,
      stderr: {
        isTTY: false,
        write(text) {
          removed += text.split('"resource.removed"').length - 1;
          if (removed >= n) controller.abort(new Error('Ctrl-C'));
        },
      },
    });
    expect(interrupted.code).toBe(130);
    expect((await destroy('--delete-data')).left).toEqual([]);
    expect((await destroy('--delete-data')).removed).toEqual([]);
  });
});
