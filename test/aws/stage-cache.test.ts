/** The cache of a stage while AWS creates, replaces or deletes it, in a cloud that takes minutes for that. */
import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { expect, it } from 'vitest';
import { refusal } from '../local/adversity/adverse-cloud.ts';
import { startAdverseStage } from './adverse-stage.ts';
import { addDeployment } from './deployed-api.ts';
import { callsOf, reconcile } from './kind-world.ts';

const MINUTES = 60_000;

const cache = (size: '0.5' | '1.6') => ({ cache: { size, byDefault: false as const } });

it('a deploy does not wait for the cache, and a cache in creation is not a change', async () => {
  const { world, clock, kind, wanted, stage, differences, notes } = await startAdverseStage();
  const before = clock.now();
  await reconcile(kind, wanted(cache('0.5')), world);
  expect(clock.now() - before).toBeLessThan(MINUTES);
  expect(notes).toEqual(['AWS creates the cache of 0.5 GB, which takes about four minutes']);
  expect(await stage()).toMatchObject({ cacheClusterStatus: 'CREATE_IN_PROGRESS', cacheClusterEnabled: true });
  expect(await differences(wanted(cache('0.5')))).toEqual([]);
  clock.advance(4 * MINUTES);
  expect(await stage()).toMatchObject({ cacheClusterStatus: 'AVAILABLE', cacheClusterSize: '0.5' });
});

it('a cache in creation is replaced when it exists, and does not delay a release', async () => {
  const { world, clock, api, kind, wanted, stage, client, differences, notes } = await startAdverseStage();
  await reconcile(kind, wanted(cache('0.5')), world);
  const next = wanted({ ...cache('1.6'), deployment: await addDeployment(world, api) });
  const observed = await kind.read(next, world.context);
  const applied = await kind.apply(next, observed, world.context);
  expect(await stage()).toMatchObject({ deploymentId: next.properties.deployment, cacheClusterSize: '0.5' });
  const patchOperations = [{ op: 'replace' as const, path: '/cacheClusterSize', value: '1.6' }];
  clock.advance(10_000);
  // A deploy that did not wait would get this error.
  const tooEarly = client.send(new UpdateStageCommand({ restApiId: api, stageName: 'dev', patchOperations }));
  expect(await refusal(tooEarly)).toMatchObject({ message: expect.stringContaining('concurrent modification') });
  await kind.finish?.(next, applied, world.context);
  expect(await stage()).toMatchObject({ cacheClusterStatus: 'CREATE_IN_PROGRESS', cacheClusterSize: '1.6' });
  expect(notes.slice(1)).toEqual([
    'waiting for an earlier change of the cache, which takes AWS up to four minutes',
    'AWS creates the cache of 1.6 GB, which takes about four minutes',
  ]);
  expect(await differences(next)).toEqual([]);
});

it('a cache in deletion is not deleted again, and a wanted one is created after that', async () => {
  const { world, clock, kind, wanted, stage, differences } = await startAdverseStage();
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
