/** The limits of single routes of an HTTP API stay with the live release until another one serves. */
import { ApiGatewayV2Client, GetApisCommand, GetStageCommand } from '@aws-sdk/client-apigatewayv2';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseContract } from '../../src/contract/load-contract.ts';
import type { AdversityParts } from '../../src/local/adversity/adversity.ts';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';
import { type ChaosClock, createChaosClock } from './chaos-clock.ts';
import { BASE, prepared, type StageInput } from './stage-project.ts';
import { deploy, planned, type StageRun } from './stage-runs.ts';

let clock: ChaosClock;
let cloud: RunningCloud;
let run: StageRun;
let gateway: ApiGatewayV2Client;

beforeAll(async () => {
  clock = createChaosClock();
  const adversity = { factor: 0, latency: false };
  cloud = await startTestCloud({ clock: clock.cloud, adversity, tableTransitionMs: 0 });
  run = { endpoint: cloud.endpoint, clock: clock.client };
  const credentials = { accessKeyId: 'other', secretAccessKey: 'test' };
  gateway = new ApiGatewayV2Client({ endpoint: cloud.endpoint, region: BASE.config.region, credentials });
});
afterAll(async () => {
  gateway.destroy();
  await cloud.close();
  clock.close();
});

/** A stage whose operations have these limits; `undefined` stands for none of its own. */
async function stageWith(rates: Readonly<Record<string, number | undefined>>): Promise<StageInput> {
  const operation = (path: string) => ({
    operationId: path.slice(1),
    ...(rates[path] !== undefined && { 'x-apikit': { throttle: { rate: rates[path], burst: 1 } } }),
    responses: { '200': { description: 'Fine.' } },
  });
  const contract = JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'Limits', version: '1.0.0' },
    paths: Object.fromEntries(Object.keys(rates).map((path) => [path, { get: operation(path) }])),
  });
  const alarms = { ...BASE.config.alarms, enabled: false };
  const config = { ...BASE.config, api: 'http' as const, usagePlans: {}, alarms };
  return { ...BASE, config, made: { ...(await prepared(BASE)), contract: parseContract(contract, 'openapi.yaml') } };
}

async function limits(): Promise<Record<string, number | undefined>> {
  const { Items = [] } = await gateway.send(new GetApisCommand({}));
  const { ApiId } = Items[0]!;
  const { RouteSettings = {} } = await gateway.send(new GetStageCommand({ ApiId, StageName: BASE.config.stage }));
  return Object.fromEntries(Object.entries(RouteSettings).map(([key, one]) => [key, one.ThrottlingRateLimit]));
}

it('a limit that goes is in force until the new release serves, also if the deploy fails', async () => {
  const before = await stageWith({ '/busy': 500, '/calm': 1, '/gone': 7 });
  await deploy(before, run);
  const all = { 'GET /busy': 500, 'GET /calm': 1, 'GET /gone': 7 };
  expect(await limits()).toEqual(all);

  const kept = await stageWith({ '/busy': undefined, '/calm': 2, '/gone': 7, '/more': undefined });
  const adversity = cloud.adversity as AdversityParts;
  const error = { code: 'BadRequestException', message: 'Not now.', status: 400 };
  for (const operation of ['ReimportApi', 'CreateDeployment', 'UpdateStage']) {
    adversity.set({ rules: [{ operation, fault: { error } }] });
    await expect(deploy(kept, run)).rejects.toMatchObject({ code: 'DeployFailed' });
    expect(await limits(), operation).toEqual(all);
  }
  adversity.set({ rules: [] });
  await deploy(kept, run);
  expect(await limits()).toEqual({ 'GET /calm': 2, 'GET /gone': 7 });
  expect(await planned(kept, run)).toEqual([]);
});

it('the limit of an operation that goes, goes right before the switch, which is refused otherwise', async () => {
  const after = await stageWith({ '/busy': undefined, '/calm': 2 });
  await deploy(after, run);
  expect(await limits()).toEqual({ 'GET /calm': 2 });
  expect(await planned(after, run)).toEqual([]);
});
