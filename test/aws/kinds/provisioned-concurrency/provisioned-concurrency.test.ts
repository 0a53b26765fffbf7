import {
  CreateFunctionCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PublishVersionCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKinds } from '../../../../src/aws/kinds/registry.ts';
import type { Kind } from '../../../../src/engine/resource.ts';
import { service as iam } from '../../../../src/local/services/iam/service.ts';
import { service as lambda } from '../../../../src/local/services/lambda/service.ts';
import {
  addRole,
  addZip,
  callsOf,
  differencesOf,
  reconcile,
  resource,
  startWorld,
  type World,
} from '../../kind-world.ts';

const NAME = 'items-api-dev';
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([iam, lambda]);
  kind = createKinds(world).get('provisioned-concurrency')!;
  const sha = await addZip(world, 'export const handler = async () => ({ statusCode: 200 });');
  const client = await world.clients.lambda();
  await client.send(
    new CreateFunctionCommand({
      FunctionName: NAME,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: await addRole(world, 'items-api-dev-function'),
      Code: { ZipFile: world.artifacts.get(sha) },
      Publish: true,
    }),
  );
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: NAME, MemorySize: 256 }));
  await client.send(new PublishVersionCommand({ FunctionName: NAME }));
});
afterEach(async () => await world.close());

const wanted = (version: string, executions = 2) => resource('provisioned-concurrency', NAME, { version, executions });
const differences = (version: string, executions?: number) => differencesOf(kind, wanted(version, executions), world);

/** Changes the listing that Lambda returns. */
const asStatus =
  (Status: string, StatusReason?: string) =>
  ({ ProvisionedConcurrencyConfigs: found = [] }: Record<string, unknown>) => ({
    ProvisionedConcurrencyConfigs: (found as object[]).map((one) => ({ ...one, Status, StatusReason })),
  });

async function provisioned(): Promise<string[]> {
  const client = await world.clients.lambda();
  const { ProvisionedConcurrencyConfigs = [] } = await client.send(
    new ListProvisionedConcurrencyConfigsCommand({ FunctionName: NAME }),
  );
  return ProvisionedConcurrencyConfigs.map(
    ({ FunctionArn, RequestedProvisionedConcurrentExecutions: executions }) =>
      `${FunctionArn?.split(':').at(-1)}: ${executions}`,
  ).sort();
}

describe('provisioned concurrency', () => {
  it('is requested for the version of the release, and then has no changes', async () => {
    expect(await differences('1')).toEqual(['nothing there']);
    await reconcile(kind, wanted('1'), world);
    expect(await provisioned()).toEqual(['1: 2']);
    expect(await callsOf(world, () => reconcile(kind, wanted('1'), world))).toEqual({ calls: 1, writes: 0 });
  });

  it('keeps the instances of the earlier release until the new one serves', async () => {
    await reconcile(kind, wanted('1'), world);
    expect(await differences('2')).toEqual(['release']);
    const before = await kind.read(wanted('2'), world.context);
    const applied = await kind.apply(wanted('2'), before, world.context);
    expect(await provisioned()).toEqual(['1: 2', '2: 2']);
    expect(kind.retire?.due(wanted('2'), applied)).toBe(true);
    await kind.retire?.begin(wanted('2'), applied, world.context);
    expect(await provisioned()).toEqual(['2: 2']);
    expect(await differences('2')).toEqual([]);
  });

  it('gets another number of instances', async () => {
    await reconcile(kind, wanted('1'), world);
    expect(await differences('1', 5)).toEqual(['executions']);
    await reconcile(kind, wanted('1', 5), world);
    expect(await provisioned()).toEqual(['1: 5']);
  });

  it('waits until Lambda has initialized the instances', async () => {
    world.proxy.add({
      method: 'PUT',
      path: /\/provisioned-concurrency/,
      change: (answer) => ({ ...answer, Status: 'IN_PROGRESS' }),
    });
    const observed = await kind.read(wanted('1'), world.context);
    world.proxy.add({ method: 'GET', path: /\/provisioned-concurrency/, change: asStatus('IN_PROGRESS'), times: 2 });
    await kind.apply(wanted('1'), observed, world.context);
    expect(world.notes).toEqual(['waiting for 2 instances of version 1 to be initialized']);
    expect(world.proxy.calls.filter((call) => call.startsWith('GET'))).toHaveLength(4);
  });

  it('goes on waiting where a run that was killed had stopped, without another request', async () => {
    await reconcile(kind, wanted('1'), world);
    const change = asStatus('IN_PROGRESS');
    world.proxy.add({ method: 'GET', path: /\/provisioned-concurrency/, change, times: 3 });
    expect(await differences('1')).toEqual(['status']);
    expect(await callsOf(world, () => reconcile(kind, wanted('1'), world))).toMatchObject({ writes: 0 });
  });

  it('reports the reason if Lambda cannot initialize the instances', async () => {
    world.proxy.add({
      method: 'PUT',
      path: /\/provisioned-concurrency/,
      change: (answer) => ({ ...answer, Status: 'IN_PROGRESS' }),
    });
    const change = asStatus('FAILED', 'FUNCTION_ERROR_INIT_FAILURE');
    world.proxy.add({ method: 'GET', path: /\/provisioned-concurrency/, change, times: 2 });
    await expect(kind.apply(wanted('1'), undefined, world.context)).rejects.toMatchObject({
      code: 'NotProvisioned',
      message: expect.stringMatching(
        /2 instances of version 1 of function "items-api-dev": FUNCTION_ERROR_INIT_FAILURE/,
      ),
    });
  });

  it('leaves nothing of a request that failed for a version without instances', async () => {
    const path = /\/provisioned-concurrency/;
    world.proxy.add({ method: 'PUT', path, change: (answer) => ({ ...answer, Status: 'IN_PROGRESS' }) });
    world.proxy.add({ method: 'GET', path, change: asStatus('FAILED', 'FUNCTION_ERROR_INIT_FAILURE') });
    await expect(kind.apply(wanted('1'), undefined, world.context)).rejects.toMatchObject({ code: 'NotProvisioned' });
    expect(await provisioned()).toEqual([]);
  });

  it('is repaired after a removal by hand of one version and an addition to another', async () => {
    await reconcile(kind, wanted('1'), world);
    const client = await world.clients.lambda();
    await client.send(
      new PutProvisionedConcurrencyConfigCommand({
        FunctionName: NAME,
        Qualifier: '2',
        ProvisionedConcurrentExecutions: 1,
      }),
    );
    expect(await differences('1')).toEqual(['release']);
    await reconcile(kind, wanted('1'), world);
    expect(await provisioned()).toEqual(['1: 2']);
  });

  it('is removed from all versions', async () => {
    await reconcile(kind, wanted('1'), world);
    const observed = await kind.read(wanted('1'), world.context);
    await kind.remove(wanted('1'), observed!, world.context);
    expect(await provisioned()).toEqual([]);
    await kind.remove(wanted('1'), observed!, world.context);
  });
});
