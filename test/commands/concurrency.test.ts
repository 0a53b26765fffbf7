/** `provisionedConcurrency` and `function.reservedConcurrency` in deploys, rollbacks and canaries. */
import { GetFunctionConcurrencyCommand, ListProvisionedConcurrencyConfigsCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { type CountingProxy, startCountingProxy } from '../helpers/counting-proxy.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Deployed {
  release: string;
  calls: { total: number; writes: number };
}

const FunctionName = 'items-api-dev';
const stage = ['--stage', 'dev'];

let project: Project;
let clients: Clients;
let proxy: CountingProxy;

beforeAll(async () => {
  project = await startSmallProject();
  clients = clientsOf(project);
  proxy = await startCountingProxy(project.cloud.endpoint);
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
  JSON.parse(await run('deploy', ...stage, '--yes', '--json', ...more)) as Deployed;

let words = 'Hello,';
function changeCode(next: string): void {
  project.edit('src/operations/sayHello.ts', (text) => text.replaceAll(words, next));
  words = next;
}

const setting = (from: RegExp | string, to: string) =>
  project.edit('apikit.yaml', (text) => {
    if (text.replace(from, to) === text) throw new Error(`apikit.yaml has no ${from}`);
    return text.replace(from, to);
  });

/** `1: 2`: version and number of instances. */
async function instances(): Promise<string[]> {
  const client = await clients.lambda();
  const { ProvisionedConcurrencyConfigs: all = [] } = await client.send(
    new ListProvisionedConcurrencyConfigsCommand({ FunctionName }),
  );
  return all
    .map((one) => `${one.FunctionArn?.split(':').at(-1)}: ${one.RequestedProvisionedConcurrentExecutions}`)
    .sort();
}

const drift = async () => (JSON.parse(await run('status', ...stage, '--json')) as { drift: object[] }).drift;

async function reserved(): Promise<number | undefined> {
  const client = await clients.lambda();
  const { ReservedConcurrentExecutions } = await client.send(new GetFunctionConcurrencyCommand({ FunctionName }));
  return ReservedConcurrentExecutions;
}

describe('provisioned concurrency', () => {
  let second: Deployed;

  it('is in the first deploy, and needs one read afterwards', async () => {
    setting(/$/, '\nprovisionedConcurrency: { executions: 2 }\n');
    await deploy();
    expect(await instances()).toEqual(['1: 2']);
    expect((await deploy()).calls).toMatchObject({ total: 19, writes: 0 });
  });

  it('belongs to the new release before the stage serves it, and to the earlier one until then', async () => {
    changeCode('Good day,');
    proxy.calls.length = 0;
    second = await deploy();
    expect(await instances()).toEqual(['2: 2']);
    expect(await drift()).toEqual([]);
    const changes = proxy.calls.filter((call) =>
      /^(PUT|DELETE) .*provisioned-concurrency|^PATCH .*\/stages\//.test(call),
    );
    expect(changes.map((call) => call.split(' ')[0])).toEqual(['PUT', 'PATCH', 'DELETE']);
  });

  it('moves with a rollback, and without the sources, too', async () => {
    await run('rollback', ...stage, '--yes');
    expect(await instances()).toEqual(['1: 2']);
    expect(await drift()).toEqual([]);
    await run('rollback', second.release, '--app', 'items-api', '--region', 'us-east-1', ...stage, '--yes');
    expect(await instances()).toEqual(['2: 2']);
  });

  it('is for both releases during a canary, and for the one that stays afterwards', async () => {
    changeCode('Good evening,');
    await deploy('--canary', '50');
    expect(await instances()).toEqual(['2: 2', '3: 2']);
    expect(await drift()).toEqual([]);
    await run('canary', 'abort', ...stage);
    expect(await instances()).toEqual(['2: 2']);
    await run('canary', 'start', ...stage, '--percent', '50');
    expect(await instances()).toEqual(['2: 2', '3: 2']);
    await run('canary', 'promote', ...stage);
    expect(await instances()).toEqual(['3: 2']);
  });

  it('ends for a release that a rollback did not leave live', async () => {
    const good = project.read('src/operations/getHealth.ts');
    project.edit(
      'src/operations/getHealth.ts',
      () => "export const getHealth = () => { throw new Error('broken'); };\n",
    );
    await deploy();
    project.edit('src/operations/getHealth.ts', () => good);
    changeCode('Good morning,');
    await deploy();
    const [live] = await instances();
    const { code, stderr } = await project.apikit(['rollback', ...stage, '--yes']);
    expect(code).toBe(1);
    expect(stderr).toContain('failed its smoke test');
    expect(await instances()).toEqual([live]);
  });

  it('ends for a release that failed its smoke test before it went live', async () => {
    const good = project.read('src/operations/getHealth.ts');
    const before = await instances();
    project.edit('src/operations/getHealth.ts', () => "export const getHealth = () => { throw new Error('bad'); };\n");
    const { stderr } = await project.apikit(['deploy', ...stage, '--yes', '--smoke']);
    expect(stderr).toContain('failed its smoke test before it went live');
    expect(await instances()).toEqual(before);
    project.edit('src/operations/getHealth.ts', () => good);
  });

  it('is deleted by false', async () => {
    setting('provisionedConcurrency: { executions: 2 }', 'provisionedConcurrency: false');
    await deploy();
    expect(await instances()).toEqual([]);
    setting('provisionedConcurrency: false', '');
  });
});

describe('reserved concurrency', () => {
  it('is refused before any change if the account has too little', async () => {
    setting('function:\n', 'function:\n  reservedConcurrency: 950\n');
    proxy.calls.length = 0;
    const { code, stderr } = await project.apikit(['plan', ...stage]);
    expect(code).toBe(1);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
      'function.reservedConcurrency is 950. The account runs 1000 calls of Lambda functions at once in this region, other functions have reserved 0, and Lambda keeps 100 for functions without a reservation, so at most 900 are left to reserve.',
    );
  });

  it('is reserved, changed and removed', async () => {
    setting('reservedConcurrency: 950', 'reservedConcurrency: 40');
    await deploy();
    expect(await reserved()).toBe(40);
    expect((await deploy()).calls).toMatchObject({ total: 18, writes: 0 });
    setting('reservedConcurrency: 40', 'reservedConcurrency: false');
    await deploy();
    expect(await reserved()).toBeUndefined();
  });

  it('becomes smaller together with the instances, when those of the earlier release have ended', async () => {
    setting('reservedConcurrency: false', 'reservedConcurrency: 10');
    setting(/$/, '\nprovisionedConcurrency: { executions: 5 }\n');
    await deploy();
    setting('reservedConcurrency: 10', 'reservedConcurrency: 4');
    setting('executions: 5', 'executions: 2');
    changeCode('Good night,');
    await deploy();
    expect(await reserved()).toBe(4);
    expect((await instances()).map((one) => one.split(': ')[1])).toEqual(['2']);
    setting('reservedConcurrency: 4', 'reservedConcurrency: false');
    setting('\nprovisionedConcurrency: { executions: 2 }\n', '\nprovisionedConcurrency: false\n');
    await deploy();
    setting('\nprovisionedConcurrency: false\n', '');
  });

  it('must be enough for the instances of two releases', async () => {
    setting('reservedConcurrency: false', 'reservedConcurrency: 5');
    setting(/$/, '\nprovisionedConcurrency: { executions: 3 }\n');
    const { code, stderr } = await project.apikit(['validate']);
    expect(code).toBe(2);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('Reserve 6 or more, or provision fewer.');
  });
});
