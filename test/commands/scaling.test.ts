/** `provisionedConcurrency` with `min` and `max` in deploys, rollbacks, canaries, failed smoke tests and `destroy`. */
import { DescribeScalableTargetsCommand } from '@aws-sdk/client-application-auto-scaling';
import { ListProvisionedConcurrencyConfigsCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { type CountingProxy, startCountingProxy } from '../helpers/counting-proxy.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

const FunctionName = 'items-api-dev';
const stage = ['--stage', 'dev'];
const SCALING =
  'provisionedConcurrency: { min: 1, max: 4, target: 0.6, schedule: [{ when: "cron(0 8 ? * MON-FRI *)", min: 2 }] }';

const EVERYTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});
/** The policies of the caller. */
const policies = [EVERYTHING];

async function asAnybody<T>(work: () => Promise<T>): Promise<T> {
  const kept = policies.splice(0, policies.length, EVERYTHING);
  const result = await work();
  policies.splice(0, policies.length, ...kept);
  return result;
}

let project: Project;
let clients: Clients;
let proxy: CountingProxy;

beforeAll(async () => {
  project = await startSmallProject([], { callerPolicies: policies });
  clients = clientsOf(project);
  proxy = await startCountingProxy(project.cloud.endpoint);
  project.edit('apikit.yaml', (text) => `${text}\n${SCALING}\n`);
});
afterAll(async () => {
  clients.destroy();
  await proxy.close();
  await project.close();
});

async function run(...argv: string[]): Promise<string> {
  const { code, stdout, stderr } = await project.apikit(argv, { env: { AWS_ENDPOINT_URL: proxy.endpoint } });
  if (code !== 0) throw new Error(stderr);
  return stdout;
}
const deploy = async (...more: string[]) =>
  JSON.parse(await run('deploy', ...stage, '--yes', '--json', ...more)) as {
    release: string;
    calls: { total: number; writes: number };
  };

let words = 'Hello,';
function changeCode(next: string): void {
  project.edit('src/operations/sayHello.ts', (text) => text.replaceAll(words, next));
  words = next;
}

/** The versions with a scalable target, and those with instances: they are the same. */
async function scaled(): Promise<string[]> {
  const autoScaling = await clients.autoScaling();
  const { ScalableTargets = [] } = await autoScaling.send(
    new DescribeScalableTargetsCommand({ ServiceNamespace: 'lambda' }),
  );
  const lambda = await clients.lambda();
  const found = await lambda
    .send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName }))
    .catch(() => ({ ProvisionedConcurrencyConfigs: [] }));
  const instances = (found.ProvisionedConcurrencyConfigs ?? []).map((one) => one.FunctionArn?.split(':').at(-1));
  const versions = ScalableTargets.map(({ ResourceId }) => ResourceId!.split(':').at(-1)!).sort();
  expect(instances.sort()).toEqual(versions);
  return versions;
}

const drift = async () => (JSON.parse(await run('status', ...stage, '--json')) as { drift: object[] }).drift;

describe('a stage with scaled instances', () => {
  let second = '';

  it('scales the new release before it serves, and ends the scaling of the earlier one afterwards', async () => {
    await deploy();
    expect(await scaled()).toEqual(['1']);
    expect((await deploy()).calls.writes).toBe(0);
    changeCode('Good day,');
    proxy.calls.length = 0;
    second = (await deploy()).release;
    expect([await scaled(), await drift()]).toEqual([['2'], []]);
    const changes = proxy.calls.filter((call) =>
      /^(PUT|DELETE) .*provisioned-concurrency|^PATCH .*\/stages\//.test(call),
    );
    expect(changes.map((call) => call.split(' ')[0])).toEqual(['PUT', 'PATCH', 'DELETE']);
  });

  it('moves its scaling with a rollback, and without the sources, too', async () => {
    await run('rollback', ...stage, '--yes');
    expect([await scaled(), await drift()]).toEqual([['1'], []]);
    await run('rollback', second, '--app', 'items-api', '--region', 'us-east-1', ...stage, '--yes');
    expect(await scaled()).toEqual(['2']);
  });

  it('scales both releases of a canary', async () => {
    changeCode('Good evening,');
    await deploy('--canary', '50');
    expect([await scaled(), await drift()]).toEqual([['2', '3'], []]);
    await run('canary', 'promote', ...stage);
    expect(await scaled()).toEqual(['3']);
  });

  it('shows in the plan, in the costs and in the policy of the deployer what it needs', async () => {
    project.edit('apikit.yaml', (text) => text.replace('max: 4', 'max: 6'));
    const plan = await run('plan', ...stage);
    expect(plan).toContain('1 to 6 at 0.6');
    await deploy();
    expect(await drift()).toEqual([]);
    const policy = await run('policy', 'deployer', ...stage, '--json');
    expect(policy).toContain('application-autoscaling:RegisterScalableTarget');
    expect(policy).toContain('iam:CreateServiceLinkedRole');
  });

  it('has a fixed number again with max: false', async () => {
    project.edit('apikit.yaml', (text) =>
      text.replace(/provisionedConcurrency: .*/, 'provisionedConcurrency: { executions: 1, max: false }'),
    );
    expect(await run('plan', ...stage)).toContain('scaling');
    await deploy();
    const lambda = await clients.lambda();
    const { ProvisionedConcurrencyConfigs } = await lambda.send(
      new ListProvisionedConcurrencyConfigsCommand({ FunctionName }),
    );
    expect(ProvisionedConcurrencyConfigs).toHaveLength(1);
    const client = await clients.autoScaling();
    const { ScalableTargets } = await client.send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'lambda' }));
    expect(ScalableTargets).toEqual([]);
    expect(await drift()).toEqual([]);
  });

  it('is scaled and destroyed with the permissions of the printed policy, and nothing is left', async () => {
    project.edit('apikit.yaml', (text) => text.replace(/provisionedConcurrency: .*/, SCALING));
    const { documents } = await project.json<{ documents: object[] }>([
      'policy',
      'deployer',
      ...stage,
      '--account',
      '000000000000',
    ]);
    policies.splice(0, policies.length, ...documents.map((document) => JSON.stringify(document)));
    await deploy();
    changeCode('Good night,');
    await deploy();
    const versions = await asAnybody(scaled);
    expect(versions).toEqual(['4']);
    await run('destroy', ...stage, '--yes', '--delete-data');
    expect(await asAnybody(scaled)).toEqual([]);
  });
});
