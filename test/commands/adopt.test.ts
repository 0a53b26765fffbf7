/**
 * `apikit adopt` on an API that was made as the tutorials make it: it becomes a project, which takes it over while it
 * serves. Steps build on each other, in this order.
 */
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CreateRestApiCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { apikit, type CliResult, tempDir } from '../helpers/cli.ts';
import { HAND_MADE, type HandMadeApi, makeByHand } from '../helpers/hand-made-api.ts';
import { clientsOf } from '../helpers/project-clients.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';

const dir = tempDir();
let cloud: RunningCloud;
let clients: Clients;
let made: HandMadeApi;

const run = (...argv: string[]): Promise<CliResult> =>
  apikit(argv, { cwd: dir, env: { AWS_ENDPOINT_URL: cloud.endpoint, AWS_REGION: 'us-east-1' } });

const call = async (path: string, init: RequestInit = {}) => {
  const url = `${cloud.endpoint}/_aws/execute-api/${made.api}/${HAND_MADE.stage}${path}`;
  const response = await fetch(url, { ...init, headers: { 'x-api-key': made.keyValue } });
  return { status: response.status, body: await response.text() };
};

beforeAll(async () => {
  cloud = await startTestCloud();
  clients = clientsOf({ cloud });
  made = await makeByHand(clients);
  const cloudwatch = await clients.cloudwatch();
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'items are slow',
      Namespace: 'AWS/ApiGateway',
      MetricName: 'Latency',
      Dimensions: [{ Name: 'ApiName', Value: 'Items API' }],
      Statistic: 'Average',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1000,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: ['arn:aws:sns:us-east-1:000000000000:on-call'],
    }),
  );
  await call('/items/1', { method: 'PUT', body: 'one' });
});
afterAll(() => cloud.close());

describe('it refuses what it cannot adopt, and writes nothing', () => {
  it.each([
    [
      ['--api', 'nothing', '--stage', 'prod'],
      'no REST API with the ID or name "nothing" in this account and region. It has Items API (',
    ],
    [['--api', 'Items API', '--stage', 'test'], 'The API "Items API" has no stage test: it has prod.'],
    [['--api', 'Items API'], '--stage is missing.'],
    [['--stage', 'prod'], '--api is missing.'],
    [['--api', 'Items API', '--stage', 'prod', '--name', 'my shop'], '"my shop" is not valid as the name of an app.'],
    [['--api', 'Items API', '--stage', 'prod', '--accept', 'all'], 'There is no rule all to accept.'],
  ])('%s', async (flags, message) => {
    const { code, stderr } = await run('adopt', ...flags);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('a name that several APIs have, and a folder with files', async () => {
    const gateway = await clients.apiGateway();
    await gateway.send(new CreateRestApiCommand({ name: 'Items API' }));
    const ambiguous = await run('adopt', '--api', 'Items API', '--stage', 'prod');
    expect(ambiguous.stderr).toContain('2 REST APIs are named "Items API"');
    const elsewhere = tempDir();
    writeFileSync(join(elsewhere, 'notes.txt'), 'mine');
    const full = await run('adopt', elsewhere, '--api', made.api, '--stage', 'prod');
    expect([full.code, full.stderr]).toEqual([2, expect.stringContaining('is not empty')]);
  });
});

it('writes the project, and says what a deploy changes, what is lost and what stays', async () => {
  const { code, stdout, stderr } = await run('adopt', '--api', made.api, '--stage', 'prod', '--name', 'shop');
  expect([code, stderr]).toEqual([0, expect.stringContaining('Nothing was changed in AWS')]);
  expect(readdirSync(dir).sort()).toEqual(['.gitignore', 'README.md', 'apikit.yaml', 'index.js', 'openapi.yaml']);
  expect(parse(readFileSync(join(dir, 'apikit.yaml'), 'utf8'))).toEqual({
    name: 'shop',
    region: 'us-east-1',
    function: {
      handler: 'index.handler',
      runtime: 'nodejs22.x',
      architecture: 'x86_64',
      memory: 256,
      timeout: 15,
      environment: { TABLE: `\${table.items}`, MODE: 'live' },
      permissions: [
        {
          actions: expect.arrayContaining(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query']),
          resources: [`\${table.items.arn}`, `\${table.items.arn}/index/*`],
        },
      ],
    },
    tables: { items: { key: 'id', encryption: false } },
    usagePlans: { 'basic-plan': { rate: 400, burst: 800, quota: '100000/month' } },
    alarms: { notify: ['arn:aws:sns:us-east-1:000000000000:on-call'] },
    stages: {
      dev: {},
      prod: {
        protected: true,
        adopts: { api: made.api, tables: { items: 'Items' }, usagePlans: { 'basic-plan': made.plan } },
        throttle: { rate: 500, burst: 1000 },
      },
    },
  });
  expect(stdout.replaceAll(made.api, '<api>').replaceAll(made.plan, '<plan>')).toMatchInlineSnapshot(`
    "Not in the project; a person has to decide:
      ✘ alarm items are slow: It watches the API or a function by its old name, and gets no data after the deploy. apikit creates alarms of its own: see alarms in apikit.yaml, and delete this one.
      ✘ function items-handler: Hidden files of its zip are left out, because programs such as git and npm obey them: .git/config, .npmrc. If the code reads one, look at it and add it yourself.

    A deploy changes:
      ~ API Items API (<api>): Its name becomes shop-prod, by which metrics and searches find it. ID and URL stay.
      ~ API Items API (<api>): Errors of API Gateway itself (403, 429 …) have the envelope {code, message, details, requestId} after the deploy.
      ~ stage prod: It has no access log, and gets one.
      ~ function items-handler: Every API of every account may invoke it. Only this API may invoke the new function.
      ~ function items-handler: Its log is kept for ever. The log of the new function is kept for 30 days: see logs.retentionDays.
      ~ policy AmazonDynamoDBFullAccess of role items-runner: It allows dynamodb:* on *. The new function may work with the items of items only.
      ~ table Items: It has no point-in-time recovery, and gets it: a deleted item could not be brought back.
      ~ table Items: Anybody with the permission can delete it, and it gets deletion protection.

    Stays as it is:
      · function items-handler: It, its role items-runner and its log stay as they are. The API does not call it after the deploy: when nothing else does, delete it with aws lambda delete-function --function-name items-handler.
      · table Items: It is encrypted with a key of DynamoDB. Remove encryption: false in apikit.yaml for the AWS managed key, whose use is in CloudTrail.
      · usage plan Basic plan (<plan>): Its keys (first client) are not touched and keep working.

    "
  `);
});

it('deploys the project while the API serves, and no request fails', async () => {
  symlinkSync(resolve(import.meta.dirname, '../../node_modules'), join(dir, 'node_modules'));
  expect((await run('validate')).code).toBe(0);
  let ended = false;
  const answers: number[] = [];
  const load = Array.from({ length: 4 }, async () => {
    while (!ended) answers.push((await call('/items/1')).status);
  });
  const deployed = await run('deploy', '--stage', 'prod', '--yes', '--adopt');
  ended = true;
  await Promise.all(load);
  expect([deployed.code, deployed.stderr]).toEqual([0, expect.stringContaining('adopted')]);
  expect(answers.length).toBeGreaterThan(20);
  expect(answers.filter((status) => status !== 200)).toEqual([]);
});

it('serves the same items to the same key at the same URL, and has nothing to do any more', async () => {
  expect(await call('/items/1')).toEqual({ status: 200, body: 'one' });
  const plan = await run('plan', '--stage', 'prod', '--json', '--exit-code');
  expect([plan.code, plan.json()]).toMatchObject([0, { changes: [] }]);
  const gateway = await clients.apiGateway();
  const { items = [] } = await gateway.send(new GetRestApisCommand({}));
  expect(items.filter(({ name }) => name === 'shop-prod').map(({ id }) => id)).toEqual([made.api]);
  const again = await apikit(['adopt', '--api', made.api, '--stage', 'prod'], {
    cwd: tempDir(),
    env: { AWS_ENDPOINT_URL: cloud.endpoint, AWS_REGION: 'us-east-1' },
  });
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('belongs to shop/prod, a stage of apikit')]);
});
