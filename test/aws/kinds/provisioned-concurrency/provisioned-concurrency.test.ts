import {
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
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
import { service as autoscaling } from '../../../../src/local/services/application-autoscaling/service.ts';
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
  world = await startWorld([iam, lambda, autoscaling]);
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

  describe('with a scaling', () => {
    const schedule = [{ when: 'cron(0 8 ? * MON-FRI *)', timezone: 'Europe/Berlin', min: 4 }];
    const scaled = (version: string, more: object = {}) =>
      resource('provisioned-concurrency', NAME, {
        version,
        executions: 1,
        scaling: { min: 1, max: 6, target: 0.7, schedule, ...more },
        tags: { team: 'green' },
      });
    const targets = async () => {
      const client = await world.clients.autoScaling();
      const command = new DescribeScalableTargetsCommand({ ServiceNamespace: 'lambda' });
      const { ScalableTargets = [] } = await client.send(command);
      return ScalableTargets.map(
        ({ ResourceId, MinCapacity, MaxCapacity }) => `${ResourceId} ${MinCapacity}-${MaxCapacity}`,
      );
    };
    const resize = async (Qualifier: string, ProvisionedConcurrentExecutions: number) =>
      (await world.clients.lambda()).send(
        new PutProvisionedConcurrencyConfigCommand({ FunctionName: NAME, Qualifier, ProvisionedConcurrentExecutions }),
      );

    it('has a target for each release, which begins with the instances of the release before it', async () => {
      await reconcile(kind, scaled('1'), world);
      expect(await targets()).toEqual([`function:${NAME}:1 1-6`]);
      expect(await callsOf(world, () => reconcile(kind, scaled('1'), world))).toEqual({ calls: 4, writes: 0 });
      await resize('1', 5);
      expect(await differencesOf(kind, scaled('1'), world)).toEqual([]);
      const applied = await kind.apply(scaled('2'), await kind.read(scaled('2'), world.context), world.context);
      expect(await provisioned()).toEqual(['1: 5', '2: 5']);
      expect(await targets()).toHaveLength(2);
      world.proxy.calls.length = 0;
      await kind.retire?.begin(scaled('2'), applied, world.context);
      expect([await targets(), await provisioned()]).toEqual([[`function:${NAME}:2 1-6`], ['2: 5']]);
      // The scaling ends before the instances, which it would bring back.
      const ends = world.proxy.calls.filter((call) => /^(POST|DELETE)/.test(call)).map((call) => call.split(' ')[0]);
      expect(ends.slice(0, 2)).toEqual(['POST', 'DELETE']);
    });

    it('is repaired after changes by hand, but not after those of its schedule', async () => {
      await reconcile(kind, scaled('1'), world);
      const client = await world.clients.autoScaling();
      const bounds = (MinCapacity: number, MaxCapacity: number) =>
        client.send(
          new RegisterScalableTargetCommand({
            ServiceNamespace: 'lambda',
            ScalableDimension: 'lambda:function:ProvisionedConcurrency',
            ResourceId: `function:${NAME}:1`,
            ...{ MinCapacity, MaxCapacity },
          }),
        );
      await bounds(4, 6);
      expect(await differencesOf(kind, scaled('1'), world)).toEqual([]);
      await bounds(1, 9);
      expect(await differencesOf(kind, scaled('1'), world)).toEqual(['scaling']);
      await reconcile(kind, scaled('1'), world);
      expect(await targets()).toEqual([`function:${NAME}:1 1-6`]);
      expect(await differencesOf(kind, scaled('1', { target: 0.5, schedule: [] }), world)).toEqual(['scaling']);
      await reconcile(kind, scaled('1', { target: 0.5, schedule: [] }), world);
      expect(await differencesOf(kind, scaled('1', { target: 0.5, schedule: [] }), world)).toEqual([]);
    });

    it('ends if apikit.yaml says so, and with the instances', async () => {
      await reconcile(kind, scaled('1'), world);
      const fixed = resource('provisioned-concurrency', NAME, {
        version: '1',
        executions: 1,
        scaling: false,
        tags: {},
      });
      expect(await differencesOf(kind, fixed, world)).toEqual(['scaling']);
      await reconcile(kind, fixed, world);
      expect([await targets(), await provisioned()]).toEqual([[], ['1: 1']]);
      await reconcile(kind, scaled('1'), world);
      const former = resource('provisioned-concurrency', NAME, { version: '', executions: 0, tags: {} });
      await kind.remove(former, (await kind.read(former, world.context))!, world.context);
      expect([await targets(), await provisioned()]).toEqual([[], []]);
    });
  });

  it('is removed from all versions', async () => {
    await reconcile(kind, wanted('1'), world);
    const observed = await kind.read(wanted('1'), world.context);
    await kind.remove(wanted('1'), observed!, world.context);
    expect(await provisioned()).toEqual([]);
    await kind.remove(wanted('1'), observed!, world.context);
  });
});
