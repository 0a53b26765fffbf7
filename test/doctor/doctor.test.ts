/**
 * Every finding of `doctor` is created: it is reported with a reason and a command, for few calls, and without a write.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  DeleteFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { CHECKS } from '../../src/doctor/checks/index.ts';
import type { DoctorFacts, Stage } from '../../src/doctor/facts.ts';
import { NETWORK_ACTIONS } from '../../src/stack/function-role.ts';
import { type FaultyStage, startFaultyStage } from '../explain/faulty-stage.ts';
import { apikit, tempDir } from '../helpers/cli.ts';
import { startCountingProxy } from '../helpers/counting-proxy.ts';
import { limitedTo } from '../helpers/limited-role.ts';
import { shellWords } from '../helpers/typed-commands.ts';

interface Examined {
  findings: {
    check: string;
    severity: string;
    says: string;
    why: string;
    fix: string;
    command: string | null;
    repairable: boolean;
  }[];
  fine: { check: string; what: string }[];
  unseen: { check: string; why: string }[];
  repaired: { logGroup: string; retentionDays: number }[];
  calls: number;
}

const ROLE = 'faulty-dev-us-east-1';
const DAY = 86_400_000;

let stage: FaultyStage;
beforeAll(async () => {
  stage = await startFaultyStage();
  for (const name of ['alice', 'bob'])
    await stage.apikit(['keys', 'create', name, '--plan', 'basic', '--stage', 'dev', '--json']);
});
afterAll(() => stage.close());

async function examine(
  argv: readonly string[] = ['--stage', 'dev'],
  overrides: Parameters<FaultyStage['apikit']>[1] = {},
): Promise<Examined & { code: number }> {
  const { code, stdout } = await stage.apikit(['doctor', ...argv, '--json'], overrides);
  return { code, ...(JSON.parse(stdout) as Examined) };
}

const finding = ({ findings }: Examined, check: string) => findings.find((one) => one.check === check);
const ahead = (milliseconds: number) => ({ clock: { ...systemClock, now: () => Date.now() + milliseconds } });

async function logLines(logGroupName: string, lines: readonly string[]): Promise<void> {
  const client = await stage.clients.logs();
  const logStreamName = `2026/11/30/[1]${Math.random()}`;
  await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const timestamp = Date.now() - 60_000;
  await client.send(
    new PutLogEventsCommand({
      logGroupName,
      logStreamName,
      logEvents: lines.map((message) => ({ timestamp, message })),
    }),
  );
}

describe('a stage', () => {
  it('without problems is reported as such, within 40 calls and without a write', async () => {
    const proxy = await startCountingProxy(stage.cloud.endpoint);
    const { code, fine, findings, unseen, calls } = await examine(undefined, {
      env: { AWS_ENDPOINT_URL: proxy.endpoint },
    });
    expect(code).toBe(0);
    expect(unseen).toEqual([]);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(fine.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        'drift',
        'rights',
        'invoke-permission',
        'wide-rights',
        'log-retention',
        'keys',
        'key-places',
      ]),
    );
    expect(calls).toBe(proxy.calls.length);
    expect(proxy.calls.length, proxy.calls.join('\n')).toBeLessThanOrEqual(40);
    // AWS is asked only once for the API, its stage, its plans and the role, although several checks need them.
    const shared = proxy.calls.filter((call) => /^GET \/(?!20)|Role/.test(call));
    expect(shared.filter((call, index) => shared.indexOf(call) !== index)).toEqual([]);
    expect(
      proxy.calls.filter((call) => /Put|Create|Update|Delete|(?<!List)Tag|^(POST|PATCH|DELETE|PUT) /.test(call)),
    ).toEqual([]);
    await proxy.close();
  });

  it('with 30 tables is checked in 40 calls with a note on what was left out, and completely on request', async () => {
    const client = await stage.clients.dynamodb();
    const names = Array.from({ length: 30 }, (_, index) => `t${index}`);
    const own = names.map((name) => `faulty-dev-${name}`);
    const create = (TableName: string) =>
      client.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          Tags: Object.entries({ 'apikit:app': 'faulty', 'apikit:stage': 'dev' }).map(([Key, Value]) => ({
            Key,
            Value,
          })),
        }),
      );
    await Promise.all(own.slice(1).map(create));
    const withTables = (tables: string) =>
      stage.edit('apikit.yaml', (text) => text.replace(/^tables: .*/m, `tables: ${tables}`));
    withTables(`{ ${names.map((name) => `${name}: { key: id }`).join(', ')} }`);
    const { calls, findings } = await examine();
    expect(calls).toBeLessThanOrEqual(40);
    const says = (check: string) => findings.filter((one) => one.check === check).map((one) => one.says);
    expect(says('resources')).toEqual(['table/t0 (faulty-dev-t0) is missing.']);
    expect(says('data')).toContain('Of 27 tables apikit checked only whether they exist.');
    const whole = await examine(['--all-tables', '--stage', 'dev']);
    expect(whole.calls).toBeGreaterThan(100);
    const unprotected = whole.findings.find(({ says }) => says.includes('no deletion protection'));
    expect(unprotected?.says).toMatch(/^29 tables /);
    expect(whole.findings.some(({ says }) => says.includes('only whether'))).toBe(false);
    withTables('{ items: { key: id } }');
    await Promise.all(own.slice(1).map((TableName) => client.send(new DeleteTableCommand({ TableName }))));
  });

  it('with a function that was changed by hand has drifted', async () => {
    const client = await stage.clients.lambda();
    const set = (Timeout: number) =>
      client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'faulty-dev', Timeout }));
    await set(7);
    expect(finding(await examine(), 'drift')).toMatchObject({
      severity: 'warning',
      says: expect.stringContaining('function timeout'),
      command: 'apikit status --stage dev',
    });
    await set(1);
    expect(finding(await examine(), 'drift')).toBeUndefined();
  });

  it('without log retention gets a retention, after a question', async () => {
    const client = await stage.clients.logs();
    const logGroupName = '/aws/lambda/faulty-dev';
    const retention = async () =>
      (await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }))).logGroups?.[0]
        ?.retentionInDays;
    const before = await retention();
    await client.send(new DeleteRetentionPolicyCommand({ logGroupName }));
    expect(finding(await examine(), 'log-retention')).toMatchObject({
      severity: 'warning',
      repairable: true,
      command: 'apikit doctor --stage dev --fix',
    });
    const { items = [] } = await (await stage.clients.apiGateway()).send(new GetRestApisCommand({}));
    const execution = `API-Gateway-Execution-Logs_${items[0]?.id}/dev`;
    for (const end of ['', '2', '/Canary'])
      await client.send(new CreateLogGroupCommand({ logGroupName: execution + end }));
    const { findings } = await examine();
    // Resources of another stage of the API do not belong to this one.
    expect(findings.filter(({ check }) => check === 'log-retention').map(({ says }) => says.split(' ')[2])).toEqual([
      logGroupName,
      execution,
      `${execution}/Canary`,
    ]);
    for (const end of ['', '2', '/Canary'])
      await client.send(new DeleteLogGroupCommand({ logGroupName: execution + end }));
    expect(await retention()).toBeUndefined();
    const asked = await stage.apikit(['doctor', '--stage', 'dev', '--fix']);
    expect(asked.code).toBe(2);
    expect(await retention()).toBeUndefined();
    const { repaired } = await examine(['--stage', 'dev', '--fix', '--yes']);
    expect(repaired).toEqual([{ logGroup: logGroupName, retentionDays: before }]);
    expect(await retention()).toBe(before);
  });

  it('with a function that may do everything in a service is reported, and so is an attached policy', async () => {
    const client = await stage.clients.iam();
    const document = {
      Version: '2012-10-17',
      Statement: [{ Sid: 'Wide', Effect: 'Allow', Action: ['s3:*'], Resource: '*' }],
    };
    await client.send(
      new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'by-hand', PolicyDocument: JSON.stringify(document) }),
    );
    // A deploy with function.vpc creates these permissions: EC2 knows no ARNs for them.
    const network = {
      Version: '2012-10-17',
      Statement: [{ Sid: 'Network', Effect: 'Allow', Action: NETWORK_ACTIONS, Resource: '*' }],
    };
    await client.send(
      new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'network', PolicyDocument: JSON.stringify(network) }),
    );
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await client.send(new AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn }));
    const says = (await examine()).findings.filter(({ check }) => check === 'wide-rights').map((one) => one.says);
    expect(says).toEqual([
      "Policy by-hand of the function's role allows s3:*.",
      "Policy AdministratorAccess of the function's role allows everything.",
    ]);
    await client.send(new DeleteRolePolicyCommand({ RoleName: ROLE, PolicyName: 'by-hand' }));
    await client.send(new DeleteRolePolicyCommand({ RoleName: ROLE, PolicyName: 'network' }));
    await client.send(new DetachRolePolicyCommand({ RoleName: ROLE, PolicyArn }));
  });

  it('with a role that lost a permission fails', async () => {
    const client = await stage.clients.iam();
    const document = {
      Version: '2012-10-17',
      Statement: [{ Sid: 'Logs', Effect: 'Allow', Action: ['logs:PutLogEvents'], Resource: '*' }],
    };
    await client.send(
      new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'function', PolicyDocument: JSON.stringify(document) }),
    );
    const found = await examine();
    expect(found.code).toBe(1);
    expect(finding(found, 'rights')).toMatchObject({
      severity: 'error',
      says: expect.stringContaining('logs:CreateLogStream'),
    });
    expect((await stage.apikit(['deploy', '--stage', 'dev', '--yes'])).code).toBe(0);
    expect(finding(await examine(), 'rights')).toBeUndefined();
  });

  it('with a deleted table or a disabled function fails', async () => {
    await (await stage.clients.dynamodb()).send(new DeleteTableCommand({ TableName: 'faulty-dev-items' }));
    const lambda = await stage.clients.lambda();
    await lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: 'faulty-dev', ReservedConcurrentExecutions: 0 }),
    );
    const found = await examine();
    expect(found.code).toBe(1);
    expect(finding(found, 'resources')).toMatchObject({
      severity: 'error',
      says: 'table/items (faulty-dev-items) is missing.',
      command: 'apikit deploy --stage dev',
    });
    expect(finding(found, 'function-state')).toMatchObject({
      severity: 'error',
      says: expect.stringContaining('turned off'),
    });
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: 'faulty-dev' }));
    await stage.apikit(['deploy', '--stage', 'dev', '--yes']);
  });

  it('with unprotected tables, alarms without recipients and an ending runtime is reported', async () => {
    const { findings } = await examine();
    const of = (check: string) => findings.filter((one) => one.check === check).map(({ says }) => says);
    expect(of('data')).toEqual(expect.arrayContaining(['Table faulty-dev-items has no deletion protection.']));
    expect(of('alarms')).toEqual([expect.stringMatching(/^No one is notified by 5 alarms \(.* …\)\.$/)]);
    expect(of('runtimes')).toEqual(['The function runs with nodejs22.x, which AWS ends on 2027-04-30.']);
    expect(finding(await examine(undefined, ahead(200 * DAY)), 'runtimes')).toMatchObject({ severity: 'error' });
  });

  it('with unused keys is reported', async () => {
    expect(finding(await examine(), 'keys')).toBeUndefined();
    expect(finding(await examine(undefined, ahead(100 * DAY)), 'keys')).toMatchObject({
      severity: 'note',
      says: expect.stringMatching(/sent no request: (alice, bob|bob, alice)\./),
    });
  });

  it('with a key that is used from everywhere is reported with the key', async () => {
    const { keys } = (await stage.apikit(['keys', 'list', '--stage', 'dev', '--json'])).json<{
      keys: { id: string; name: string }[];
    }>();
    const id = (name: string) => keys.find((key) => key.name === name)!.id;
    const line = (key: string, address: string) =>
      JSON.stringify({
        requestId: crypto.randomUUID(),
        resourcePath: '/keyed',
        apiKeyId: id(key),
        sourceIp: address,
        status: 200,
      });
    await logLines('/aws/apigateway/faulty-dev', [
      ...Array.from({ length: 40 }, (_, index) => line('bob', `198.51.100.${index}`)),
      line('alice', '192.0.2.1'),
    ]);
    expect(finding(await examine(), 'key-places')).toMatchObject({
      severity: 'warning',
      says: 'API key bob was sent from 40 addresses in the last day (40 requests), and no other key from more than 1.',
      command: 'apikit keys rotate bob --overlap 1d --stage dev',
    });
  });

  it('with a key whose name is shell code is quoted safely in the printed command', async () => {
    const name = 'eve; rm -rf ~';
    const created = await stage.apikit(['keys', 'create', name, '--plan', 'basic', '--stage', 'dev', '--json']);
    const { id } = created.json<{ id: string }>();
    const line = (index: number) =>
      JSON.stringify({
        requestId: crypto.randomUUID(),
        resourcePath: '/keyed',
        apiKeyId: id,
        sourceIp: `203.0.${index >> 8}.${index & 255}`,
        status: 200,
      });
    await logLines(
      '/aws/apigateway/faulty-dev',
      Array.from({ length: 400 }, (_, index) => line(index)),
    );
    const { command } = finding(await examine(), 'key-places') ?? {};
    expect(command).toBe("apikit keys rotate 'eve; rm -rf ~' --overlap 1d --stage dev");
    expect(shellWords(command!)).toContain(name);
  });

  it('with a function that starts too often is reported', async () => {
    const report = (init: boolean) =>
      `REPORT RequestId: ${crypto.randomUUID()}\tDuration: 5.00 ms\tBilled Duration: 5 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\t${init ? 'Init Duration: 900.00 ms\t' : ''}`;
    await logLines(
      '/aws/lambda/faulty-dev',
      Array.from({ length: 60 }, (_, index) => report(index % 2 === 0)),
    );
    expect(finding(await examine(), 'cold-starts')).toMatchObject({
      severity: 'warning',
      says: expect.stringMatching(/\(5\d %\) were cold starts, of \d+ ms each/),
    });
  });

  it('that is not deployed is reported with the command to deploy', async () => {
    const { findings, code } = await examine(['--stage', 'local', '--region', 'eu-central-1']);
    expect(code).toBe(0);
    expect(findings.find(({ check }) => check === 'deployed')).toMatchObject({
      command: 'apikit deploy --stage local',
    });
  });
});

describe('an account', () => {
  it('with low concurrency and without a role for logs is reported', async () => {
    const proxy = await startCountingProxy(stage.cloud.endpoint);
    proxy.change(/account-settings/, (answer) => ({
      ...answer,
      body: answer.body.replace(/"ConcurrentExecutions":\d+/, '"ConcurrentExecutions":10'),
    }));
    proxy.change(/GET \/account$/, (answer) => ({
      ...answer,
      body: answer.body.replace(/"cloudwatchRoleArn":"[^"]*",?/, ''),
    }));
    const found = await examine(undefined, { env: { AWS_ENDPOINT_URL: proxy.endpoint } });
    expect(finding(found, 'concurrency')?.says).toMatch(/runs 10 concurrent calls/);
    expect(finding(found, 'logs-role')).toMatchObject({ severity: 'error' });
    await proxy.close();
  });

  it('that may be read only in part is checked as far as possible', async () => {
    const limited = await limitedTo({ cloud: stage.cloud } as Parameters<typeof limitedTo>[0], 'half-blind', [
      'lambda:GetAccountSettings',
      'iam:ListRolePolicies',
    ]);
    for (const [name, value] of Object.entries(limited)) vi.stubEnv(name, value);
    const { unseen, fine } = await examine();
    vi.unstubAllEnvs();
    expect(unseen.map(({ check }) => check).sort()).toEqual(['concurrency', 'wide-rights']);
    expect(unseen[0]?.why).toMatch(/could not look at this: these credentials are not allowed to do/);
    expect(fine.length).toBeGreaterThan(8);
  });
});

it('reports a stage that may not be read', async () => {
  const limited = await limitedTo({ cloud: stage.cloud } as Parameters<typeof limitedTo>[0], 'blind', ['apigateway:*']);
  for (const [name, value] of Object.entries(limited)) vi.stubEnv(name, value);
  const found = await examine();
  const explained = await stage.apikit(['explain', '403', '--stage', 'dev']);
  vi.unstubAllEnvs();
  expect(finding(found, 'deployed')?.says).toMatch(
    /could not be checked: these credentials are not allowed to do apigateway:GET/,
  );
  expect(explained).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/These credentials are not allowed to do apigateway:GET/),
  });
});

describe('a machine', () => {
  it('with a wrong clock is reported with the difference', async () => {
    expect(finding(await examine(undefined, ahead(600_000)), 'clock')).toMatchObject({
      severity: 'error',
      says: expect.stringMatching(/(600|599|601) s ahead of AWS/),
    });
    expect(finding(await examine(undefined, ahead(-60_000)), 'clock')).toMatchObject({
      severity: 'warning',
      says: expect.stringMatching(/behind AWS/),
    });
  });

  it('without credentials gets all other checks, and the command ends with 4', async () => {
    const found = await apikit(['doctor', '--stage', 'dev', '--json'], {
      cwd: stage.dir,
      env: { AWS_EC2_METADATA_DISABLED: 'true', HOME: tempDir() },
    });
    expect(found.code).toBe(4);
    const { findings, fine } = found.json<Examined>();
    expect(findings[0]).toMatchObject({ check: 'credentials', severity: 'error' });
    expect(fine.map(({ check }) => check)).toContain('problems');
  });

  it('without a network, or with a bad proxy, is reported', async () => {
    const nobody = await examine(undefined, { env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' } });
    expect(nobody.code).not.toBe(0);
    expect(finding(nobody, 'credentials')?.says).toMatch(/Nobody answers at/);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'a');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'b');
    const noProxy = await apikit(['doctor', '--stage', 'dev', '--json'], {
      cwd: stage.dir,
      env: { HTTPS_PROXY: 'http://127.0.0.1:9' },
    });
    vi.unstubAllEnvs();
    expect(finding(noProxy.json<Examined>() as never, 'credentials')?.says).toMatch(
      /proxy http:\/\/127\.0\.0\.1:9 cannot be reached/,
    );
    const { stdout } = await apikit(['doctor', '--json'], {
      cwd: stage.dir,
      env: { HTTPS_PROXY: 'ftp://x', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
    });
    expect((JSON.parse(stdout) as Examined).findings.map(({ check }) => check)).toContain('proxy');
  });
});

describe('a project', () => {
  it('that is invalid is reported by line', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'apikit.yaml'), 'name: x\nregion: eu-west-1\ncontract: openapi.yaml\nfunktion: {}\n');
    const { code, stdout } = await apikit(['doctor', '--stage', 'dev', '--json'], {
      cwd: dir,
      env: {
        AWS_ENDPOINT_URL: stage.cloud.endpoint,
        AWS_ACCESS_KEY_ID: 'a',
        AWS_SECRET_ACCESS_KEY: 'b',
        AWS_REGION: 'eu-west-1',
      },
    });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).findings).toContainEqual(
      expect.objectContaining({
        check: 'problems',
        severity: 'error',
        says: expect.stringMatching(/^apikit\.yaml:4:1 /),
      }),
    );
  });

  it('is not needed', async () => {
    const dir = join(tempDir(), 'empty');
    mkdirSync(dir);
    const { code, stdout } = await apikit(['doctor'], {
      cwd: dir,
      env: {
        AWS_ENDPOINT_URL: stage.cloud.endpoint,
        AWS_ACCESS_KEY_ID: 'a',
        AWS_SECRET_ACCESS_KEY: 'b',
        AWS_REGION: 'eu-west-1',
      },
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^machine\n[\s\S]*account\n/);
  });
});

it('every check has its own file', async () => {
  const { readdirSync } = await import('node:fs');
  const files = readdirSync(resolve(import.meta.dirname, '../../src/doctor/checks'));
  expect([...CHECKS.map(({ id }) => `${id}.ts`), 'index.ts'].sort()).toEqual(files.sort());
});

it('the examples of the help and of docs/doctor.md work', async () => {
  const { doctor } = await import('../../src/commands/doctor.ts');
  const document = readFileSync(resolve(import.meta.dirname, '../../docs/doctor.md'), 'utf8');
  const [, block = ''] = /```sh\n([\s\S]*?)```/.exec(document) ?? [];
  for (const example of [...block.trim().split('\n'), ...(doctor.examples ?? [])]) {
    const words = shellWords(example.replace(/ +#.*/, '').replace(/^apikit /, ''));
    const real = words.map((word) => (word === 'prod' ? 'dev' : word));
    const { code, stderr } = await stage.apikit(real.includes('--fix') ? [...real, '--yes'] : real);
    expect({ example, code, stderr }).toMatchObject({ example, code: 0 });
  }
});

it('an unknown invoke permission is not reported as good', async () => {
  const check = CHECKS.find(({ id }) => id === 'invoke-permission');
  const evidence = { mayInvoke: async () => undefined } as unknown as Stage['evidence'];
  expect(await check?.run({ stage: { evidence } } as DoctorFacts)).toEqual({ findings: [] });
});

it('a firewall that has only counted for two weeks is a warning', async () => {
  const check = CHECKS.find(({ id }) => id === 'firewall');
  const examined = (days: number, countsOnly = true) => {
    const resources = async () => [
      { id: 'web-acl', kind: 'web-acl', name: 'shop-dev', state: 'present', properties: {} },
    ];
    const stage = { name: 'dev', wanted: { countsOnly }, resources, daysWithCountedRequests: async () => days };
    return check?.run({ stage: stage as unknown as Stage } as DoctorFacts);
  };
  expect((await examined(13))?.findings).toEqual([]);
  expect((await examined(14, false))?.findings).toEqual([]);
  const long = await examined(14);
  expect(long?.findings).toMatchObject([
    {
      severity: 'warning',
      says: expect.stringContaining('on 14 of the last 30 days'),
      command: 'apikit metrics --stage dev --since 7d',
    },
  ]);
});

it('the same problem of many tables is one finding', async () => {
  const check = CHECKS.find(({ id }) => id === 'data');
  const table = (name: string) => ({
    id: `table/${name}`,
    kind: 'table',
    name: `shop-dev-${name}`,
    state: 'ACTIVE',
    properties: { deletionProtection: false },
  });
  const resources = async () => ['a', 'b', 'c', 'd', 'e', 'f'].map(table);
  const found = await check?.run({
    stage: { resources, name: 'dev', protected: true, listedTables: [] } as unknown as Stage,
  } as DoctorFacts);
  expect(found?.findings.map(({ says, fix }) => [says, fix])).toEqual([
    [
      '6 tables (shop-dev-a, shop-dev-b, shop-dev-c, shop-dev-d, shop-dev-e …) have no deletion protection.',
      'Set deletionProtection: true under tables.a and the other tables in apikit.yaml, and deploy.',
    ],
  ]);
});

it('an expired key that works, and a key without a plan, is reported by its name', async () => {
  const check = CHECKS.find(({ id }) => id === 'keys');
  const now = Date.parse('2026-11-30T12:00:00Z');
  const key = (name: string, enabled: boolean, endsAt?: string) => ({
    ...{ id: name, name, enabled, createdAt: '2026-11-01T00:00:00Z' },
    ...(endsAt !== undefined && { endsAt }),
  });
  const keys = async () => [
    key('over', true, '2026-11-30T11:59:59Z'),
    key('ending', true, '2026-11-30T12:00:01Z'),
    key('ended', false, '2026-11-30T11:59:59Z'),
    key('lost', true),
  ];
  const keysInPlans = async () => ['over', 'ending', 'ended'];
  const stage = { name: 'dev', unusedKeys: async () => [], evidence: { keys, keysInPlans } };
  const found = await check?.run({ machine: { now }, stage } as unknown as DoctorFacts);
  expect(found?.findings.map(({ says }) => says)).toEqual([
    'API keys that should have ended: over.',
    'API keys that are in no usage plan: lost.',
  ]);
});
