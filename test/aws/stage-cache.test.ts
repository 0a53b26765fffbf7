/** The cache of a stage while AWS makes, replaces or deletes it, against a cloud that takes its minutes for that. */
import { GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { expect, it, onTestFinished } from 'vitest';
import { createClients } from '../../src/aws/clients.ts';
import { stageKind } from '../../src/aws/stage.ts';
import type { StageProperties } from '../../src/stack/properties.ts';
import { refusal, startAdverseCloud } from '../local/adversity/adverse-cloud.ts';
import { addApi, addDeployment, allowLogs } from './deployed-api.ts';
import { callsOf, reconcile, resource, TAGS, type World } from './kind-world.ts';

const MINUTES = 60_000;

/** A stage without a cache; from then on changes take time. */
async function start() {
  const { clock, endpoint, adversity } = await startAdverseCloud({ latency: false });
  const clients = createClients({
    region: 'eu-west-1',
    endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    clock: clock.client,
    limits: 'none',
    env: {},
  });
  onTestFinished(() => clients.destroy());
  const notes: string[] = [];
  const parts = {
    clients,
    clock: clock.client,
    artifacts: new Map([['definition', Buffer.from('{}')]]),
    target: { account: '000000000000', region: 'eu-west-1', partition: 'aws', endpoint },
    context: { note: (text: string) => void notes.push(text), signal: new AbortController().signal },
  };
  const world = parts as unknown as World;
  const api = await addApi(world);
  await allowLogs(world);
  const deployment = await addDeployment(world, api);
  const kind = stageKind(world);
  const wanted = (changes: Partial<StageProperties>) => {
    const destination = 'arn:aws:logs:eu-west-1:000000000000:log-group:/aws/apigateway/items-api-dev';
    const settings = {
      ...{ api, deployment, definition: 'definition', throttle: { rate: 500, burst: 1000 }, metrics: true },
      ...{ logging: 'OFF', dataTrace: false, tracing: false, variables: {}, tags: TAGS },
      accessLog: { destination, format: '{"requestId":"$context.requestId"}' },
    };
    return resource('stage', 'dev', { ...settings, ...changes });
  };
  await reconcile(kind, wanted({}), world);
  adversity.set({ factor: 1 });
  const client = await clients.apiGateway();
  const stage = async () => await client.send(new GetStageCommand({ restApiId: api, stageName: 'dev' }));
  const differences = async (desired: ReturnType<typeof wanted>) =>
    kind.diff(desired, (await kind.read(desired, world.context))!).map(({ path }) => path);
  return { world, clock, api, notes, kind, wanted, stage, client, differences };
}

const cache = (size: '0.5' | '1.6') => ({ cache: { size, byDefault: false as const } });

it('is not waited for, and while it is being made there is nothing to do', async () => {
  const { world, clock, kind, wanted, stage, differences, notes } = await start();
  const before = clock.now();
  await reconcile(kind, wanted(cache('0.5')), world);
  expect(clock.now() - before).toBeLessThan(MINUTES);
  expect(notes).toEqual(['the cache of 0.5 GB is being made; AWS takes about four minutes for it']);
  expect(await stage()).toMatchObject({ cacheClusterStatus: 'CREATE_IN_PROGRESS', cacheClusterEnabled: true });
  expect(await differences(wanted(cache('0.5')))).toEqual([]);
  clock.advance(4 * MINUTES);
  expect(await stage()).toMatchObject({ cacheClusterStatus: 'AVAILABLE', cacheClusterSize: '0.5' });
});

it('that is still being made is replaced when it is there, and keeps no release from going live meanwhile', async () => {
  const { world, clock, api, kind, wanted, stage, client, differences, notes } = await start();
  await reconcile(kind, wanted(cache('0.5')), world);
  const next = wanted({ ...cache('1.6'), deployment: await addDeployment(world, api) });
  const observed = await kind.read(next, world.context);
  const applied = await kind.apply(next, observed, world.context);
  expect(await stage()).toMatchObject({ deploymentId: next.properties.deployment, cacheClusterSize: '0.5' });
  const patchOperations = [{ op: 'replace' as const, path: '/cacheClusterSize', value: '1.6' }];
  clock.advance(10_000);
  // What a deploy met that did not wait.
  const tooEarly = client.send(new UpdateStageCommand({ restApiId: api, stageName: 'dev', patchOperations }));
  expect(await refusal(tooEarly)).toMatchObject({ message: expect.stringContaining('concurrent modification') });
  await kind.finish?.(next, applied, world.context);
  expect(await stage()).toMatchObject({ cacheClusterStatus: 'CREATE_IN_PROGRESS', cacheClusterSize: '1.6' });
  expect(notes.slice(1)).toEqual([
    'waiting for an earlier change of the cache, which takes AWS up to four minutes',
    'the cache of 1.6 GB is being made; AWS takes about four minutes for it',
  ]);
  expect(await differences(next)).toEqual([]);
});

it('that is being deleted is no cache: it is not deleted again, and one that is wanted again is made when it is gone', async () => {
  const { world, clock, kind, wanted, stage, differences } = await start();
  await reconcile(kind, wanted(cache('0.5')), world);
  clock.advance(4 * MINUTES);
  await reconcile(kind, wanted({}), world);
  expect(await stage()).toMatchObject({ cacheClusterStatus: 'DELETE_IN_PROGRESS', cacheClusterEnabled: true });
  expect(await callsOf(world, () => reconcile(kind, wanted({}), world))).toEqual({ calls: 1, writes: 0 });
  const again = wanted(cache('0.5'));
  expect(await differences(again)).toContain('cache.size');
  await reconcile(kind, again, world);
  expect(await stage()).toMatchObject({ cacheClusterStatus: 'CREATE_IN_PROGRESS', cacheClusterEnabled: true });
  expect(await differences(again)).toEqual([]);
});
