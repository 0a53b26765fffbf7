import {
  CreateStageCommand,
  CreateUsagePlanCommand,
  GetUsagePlansCommand,
  TagResourceCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKey } from '../../../../src/aws/keys/new-key.ts';
import type { UsagePlanProperties } from '../../../../src/aws/kinds/usage-plan/shape.ts';
import { usagePlanKind } from '../../../../src/aws/kinds/usage-plan/usage-plan.ts';
import type { Kind, Resource } from '../../../../src/engine/resource.ts';
import { service as apigateway } from '../../../../src/local/services/apigateway/service.ts';
import { addApi, addDeployment } from '../../deployed-api.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev-basic';
let world: World;
let kind: Kind;
let base: UsagePlanProperties & { api: string };

beforeEach(async () => {
  world = await startWorld([apigateway]);
  kind = usagePlanKind(world);
  const api = await addApi(world);
  await addStage(api, 'dev');
  const quota = { limit: 1000, period: 'MONTH' as const };
  base = { api, stage: 'dev', throttle: { rate: 10, burst: 20 }, quota, tags: TAGS };
});
afterEach(async () => await world.close());

async function addStage(restApiId: string, stageName: string): Promise<void> {
  const deploymentId = await addDeployment(world, restApiId);
  await (await world.clients.apiGateway()).send(new CreateStageCommand({ restApiId, stageName, deploymentId }));
}

const wanted = (changes: Partial<UsagePlanProperties> = {}, name = NAME): Resource =>
  resource('usage-plan', name, { ...base, ...changes });

async function plans() {
  const client = await world.clients.apiGateway();
  return (await client.send(new GetUsagePlansCommand({ limit: 500 }))).items ?? [];
}

/** A later run, which remembers nothing of the one before. */
const laterRun = (): Kind => usagePlanKind(world);

const differences = (desired: Resource) => differencesOf(laterRun(), desired, world);

describe('a usage plan', () => {
  it('is created with everything in one write, and then has no changes', async () => {
    expect(await callsOf(world, () => reconcile(kind, wanted(), world))).toEqual({ calls: 2, writes: 1 });
    expect(await plans()).toMatchObject([
      {
        name: NAME,
        apiStages: [{ apiId: base.api, stage: 'dev' }],
        throttle: { rateLimit: 10, burstLimit: 20 },
        quota: { limit: 1000, period: 'MONTH' },
        tags: TAGS,
      },
    ]);
    expect(await callsOf(world, () => reconcile(laterRun(), wanted(), world))).toEqual({ calls: 1, writes: 0 });
  });

  it('shares one list call with the other plans of a run', async () => {
    for (const name of ['a', 'b', 'c']) await reconcile(kind, wanted({}, name), world);
    const run = laterRun();
    const all = () => Promise.all(['a', 'b', 'c'].map((name) => run.read(wanted({}, name), world.context)));
    expect(await callsOf(world, all)).toEqual({ calls: 1, writes: 0 });
  });

  it.each<[string, Partial<UsagePlanProperties>, string[]]>([
    ['another throttle', { throttle: { rate: 5, burst: 6 } }, ['throttle.burst', 'throttle.rate']],
    ['another quota', { quota: { limit: 5, period: 'DAY' } }, ['quota.limit', 'quota.period']],
    ['no throttle', { throttle: undefined }, ['throttle.burst', 'throttle.rate']],
    ['no quota', { quota: undefined }, ['quota.limit', 'quota.period']],
  ])('gets %s in one write', async (_what, changes, paths) => {
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted(changes))).toEqual(paths);
    expect((await callsOf(world, () => reconcile(laterRun(), wanted(changes), world))).writes).toBe(1);
    expect(await differences(wanted(changes))).toEqual([]);
    // And back again: an operation that was removed can be added.
    await reconcile(laterRun(), wanted(), world);
    expect(await differences(wanted())).toEqual([]);
  });

  it('is repaired after changes by hand, and keeps other APIs', async () => {
    const { attributes } = await reconcile(kind, wanted(), world);
    const client = await world.clients.apiGateway();
    const other = await addApi(world);
    await addStage(other, 'prod');
    const patchOperations = [
      { op: 'add' as const, path: '/apiStages', value: `${other}:prod` },
      { op: 'remove' as const, path: '/apiStages', value: `${base.api}:dev` },
      { op: 'replace' as const, path: '/throttle/rateLimit', value: '1' },
    ];
    await client.send(new UpdateUsagePlanCommand({ usagePlanId: String(attributes.id), patchOperations }));
    await client.send(new TagResourceCommand({ resourceArn: String(attributes.arn), tags: { extra: 'x' } }));
    expect(await differences(wanted())).toEqual(['stages', 'tags.extra', 'throttle.rate']);
    await reconcile(laterRun(), wanted(), world);
    expect(await differences(wanted())).toEqual([]);
  });

  it('with the same name but without the tags of the stage is ignored; one with them is preferred', async () => {
    const client = await world.clients.apiGateway();
    await client.send(new CreateUsagePlanCommand({ name: NAME }));
    expect((await laterRun().read(wanted(), world.context))?.owned).toBe(false);
    await client.send(new CreateUsagePlanCommand({ name: NAME, tags: TAGS }));
    expect((await laterRun().read(wanted(), world.context))?.owned).toBe(true);
  });

  it('is created once although the response to its creation was lost', async () => {
    world.proxy.add({ method: 'POST', path: /^\/usageplans$/, loseAnswer: true });
    const made = await reconcile(kind, wanted(), world);
    expect(await plans()).toMatchObject([{ id: made.attributes.id }]);
  });

  it('is deleted although it covers a stage, and a second deletion is not an error', async () => {
    const made = await reconcile(kind, wanted(), world);
    await kind.remove(wanted(), made, world.context);
    expect(await plans()).toEqual([]);
    expect(await kind.read(wanted(), world.context)).toBeUndefined();
    await kind.remove(wanted(), made, world.context);
  });

  it('keeps its keys through every change', async () => {
    await reconcile(kind, wanted(), world);
    const work = { client: await world.clients.apiGateway(), clock: world.clock, signal: world.context.signal };
    const key = await createKey(work, { name: 'alice', plan: NAME, tags: TAGS });
    world.proxy.calls.length = 0;
    await reconcile(laterRun(), wanted({ throttle: { rate: 1, burst: 1 } }), world);
    expect(world.proxy.calls.filter((call) => call.includes('keys'))).toEqual([]);
    expect(key.enabled).toBe(true);
  });
});
