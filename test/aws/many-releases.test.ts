import { GetDeploymentsCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { ListVersionsByFunctionCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { service as apigateway } from '../../src/local/services/apigateway/service.ts';
import { service as iam } from '../../src/local/services/iam/service.ts';
import { service as lambda } from '../../src/local/services/lambda/service.ts';
import { service as logs } from '../../src/local/services/logs/service.ts';
import { callsOf, startWorld, type World } from './kind-world.ts';
import { CONFIG, type StageWorld, stageWorld } from './stage-world.ts';

const KEEP = 3;
let world: World;
let stage: StageWorld;

beforeEach(async () => {
  world = await startWorld([apigateway, iam, lambda, logs]);
  stage = stageWorld(world);
  const keep = { ...CONFIG.function, keepReleases: KEEP };
  stage.config = { ...CONFIG, function: keep, tables: {}, alarms: { ...CONFIG.alarms, enabled: false, notify: [] } };
});
afterEach(async () => await world.close());

/** Deploys the handler with the n-th source. */
async function deploy(n: number) {
  await world.clock.sleep(1_000);
  stage.source = `export const handler = async () => ({ statusCode: 200, body: '${n}' });`;
  const outcome = await stage.deploy();
  expect(outcome.failed).toEqual([]);
  return outcome;
}

async function keptVersions(): Promise<(string | undefined)[]> {
  const client = await world.clients.lambda();
  const { Versions = [] } = await client.send(new ListVersionsByFunctionCommand({ FunctionName: 'items-api-dev' }));
  return Versions.map(({ Version }) => Version).filter((version) => version !== '$LATEST');
}

it('a stage with many deploys keeps its last releases, within the budget of a code change', async () => {
  for (let n = 1; n <= KEEP; n += 1) await deploy(n);
  for (let n = KEEP + 1; n <= KEEP + 3; n += 1) {
    const { writes } = await callsOf(world, () => deploy(n));
    expect(writes).toBeLessThanOrEqual(9);
    expect(await callsOf(world, () => deploy(n))).toMatchObject({ writes: 0 });
  }
  expect(await keptVersions()).toEqual(['4', '5', '6']);
  const gateway = await world.clients.apiGateway();
  const { items: [api] = [] } = await gateway.send(new GetRestApisCommand({}));
  const { items = [] } = await gateway.send(new GetDeploymentsCommand({ restApiId: api?.id }));
  expect(items).toHaveLength(KEEP);
});

it('a rollback to a kept release is one switch and no new release', async () => {
  await deploy(1);
  await deploy(2);
  const outcome = await deploy(1);
  const changed = outcome.done.filter(({ action }) => action !== 'none').map(({ resource }) => resource);
  expect(changed).toEqual(['function', 'stage']);
  expect(await keptVersions()).toEqual(['1', '2']);
  expect(await callsOf(world, () => deploy(1))).toMatchObject({ writes: 0 });
});

it('the release that was live before the last switch is kept, however many are newer', async () => {
  for (let n = 1; n <= KEEP; n += 1) await deploy(n);
  await deploy(1);
  await deploy(KEEP + 1);
  expect(await callsOf(world, () => deploy(KEEP + 1))).toMatchObject({ writes: 0 });
  expect(await keptVersions()).toEqual(['1', '2', '3', '4']);
  await deploy(KEEP + 2);
  expect(await keptVersions()).toEqual(['3', '4', '5']);
});

it('a rollback to a pruned release creates it again', async () => {
  for (let n = 1; n <= KEEP + 1; n += 1) await deploy(n);
  const outcome = await deploy(1);
  expect(outcome.done).toContainEqual(expect.objectContaining({ resource: 'release', action: 'update' }));
  expect(await keptVersions()).toHaveLength(KEEP);
});
