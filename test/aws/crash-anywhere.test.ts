import {
  GetDeploymentsCommand,
  GetRestApisCommand,
  GetStagesCommand,
  GetUsagePlansCommand,
} from '@aws-sdk/client-api-gateway';
import { ListFunctionsCommand, ListVersionsByFunctionCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pending } from '../../src/engine/plan.ts';
import { service as apigateway } from '../../src/local/services/apigateway/service.ts';
import { service as iam } from '../../src/local/services/iam/service.ts';
import { service as lambda } from '../../src/local/services/lambda/service.ts';
import { service as logs } from '../../src/local/services/logs/service.ts';
import type { Fault } from './faulty-proxy.ts';
import { startWorld, type World } from './kind-world.ts';
import { CONFIG, type StageWorld, stageWorld } from './stage-world.ts';

/** Every write of the release path, by what it does. */
const WRITES: Record<string, Pick<Fault, 'method' | 'path'>> = {
  CreateFunction: { method: 'POST', path: /\/functions$/ },
  UpdateFunctionCode: { method: 'PUT', path: /\/code$/ },
  PublishVersion: { method: 'POST', path: /\/versions$/ },
  AddPermission: { method: 'POST', path: /\/policy/ },
  CreateRestApi: { method: 'POST', path: /^\/restapis$/ },
  PutRestApi: { method: 'PUT', path: /^\/restapis\/\w+/ },
  CreateDeployment: { method: 'POST', path: /\/deployments$/ },
  CreateStage: { method: 'POST', path: /\/stages$/ },
  UpdateStage: { method: 'PATCH', path: /\/stages\// },
  CreateUsagePlan: { method: 'POST', path: /^\/usageplans$/ },
  UpdateUsagePlan: { method: 'PATCH', path: /^\/usageplans\// },
  DeleteUsagePlan: { method: 'DELETE', path: /^\/usageplans\// },
  DeleteStage: { method: 'DELETE', path: /\/stages\// },
  DeleteRestApi: { method: 'DELETE', path: /^\/restapis\/\w+$/ },
  DeleteFunction: { method: 'DELETE', path: /\/functions\// },
};
const FIRST = [
  'CreateFunction',
  'AddPermission',
  'CreateRestApi',
  'PutRestApi',
  'CreateDeployment',
  'CreateStage',
  'UpdateStage',
  'CreateUsagePlan',
];
const CODE = ['UpdateFunctionCode', 'AddPermission', 'PutRestApi', 'CreateDeployment', 'UpdateStage'];
const DOWN = ['UpdateUsagePlan', 'DeleteUsagePlan', 'DeleteStage', 'DeleteRestApi', 'DeleteFunction'];

const CRASH = { refuse: { status: 400, type: 'BadRequestException', message: 'the deploy ended here' } };
const LOST = { loseAnswer: true } as const;

let world: World;
let stage: StageWorld;

beforeEach(async () => {
  world = await startWorld([apigateway, iam, lambda, logs]);
  stage = stageWorld(world);
  stage.config = { ...CONFIG, tables: {}, alarms: { ...CONFIG.alarms, enabled: false, notify: [] } };
});
afterEach(async () => await world.close());

/** How many of each there are. */
async function inventory() {
  const gateway = await world.clients.apiGateway();
  const functions = await world.clients.lambda();
  const { items: apis = [] } = await gateway.send(new GetRestApisCommand({}));
  const { items: plans = [] } = await gateway.send(new GetUsagePlansCommand({}));
  const { Functions = [] } = await functions.send(new ListFunctionsCommand({}));
  const restApiId = apis[0]?.id;
  const { items: deployments = [] } = restApiId ? await gateway.send(new GetDeploymentsCommand({ restApiId })) : {};
  const { item: stages = [] } = restApiId ? await gateway.send(new GetStagesCommand({ restApiId })) : {};
  const FunctionName = Functions[0]?.FunctionName;
  const { Versions = [] } = FunctionName
    ? await functions.send(new ListVersionsByFunctionCommand({ FunctionName }))
    : {};
  return {
    apis: apis.length,
    plans: plans.length,
    functions: Functions.length,
    stages: stages.length,
    deployments: deployments.length,
    // `$LATEST` is not one that was published.
    versions: Versions.filter(({ Version }) => Version !== '$LATEST').length,
  };
}

const ONE_OF_EACH = { apis: 1, plans: 1, functions: 1, stages: 1, deployments: 1, versions: 1 };
const NOTHING = { apis: 0, plans: 0, functions: 0, stages: 0, deployments: 0, versions: 0 };

describe('a lost response', () => {
  it.each(FIRST)('to %s of a first deploy leaves one of each resource and no further changes', async (operation) => {
    world.proxy.add({ ...WRITES[operation]!, ...LOST });
    expect((await stage.deploy()).failed).toEqual([]);
    expect(pending(await stage.plan())).toEqual([]);
    expect(await inventory()).toEqual(ONE_OF_EACH);
  });

  it.each(CODE)('to %s of a new release leaves one more release and no further changes', async (operation) => {
    await stage.deploy();
    stage.source += '\n';
    world.proxy.add({ ...WRITES[operation]!, ...LOST });
    expect((await stage.deploy()).failed).toEqual([]);
    expect(pending(await stage.plan())).toEqual([]);
    expect(await inventory()).toEqual({ ...ONE_OF_EACH, deployments: 2, versions: 2 });
  });

  it.each(DOWN)('to %s of a destroy leaves nothing', async (operation) => {
    await stage.deploy();
    world.proxy.add({ ...WRITES[operation]!, ...LOST });
    expect((await stage.destroy()).failed).toEqual([]);
    expect(await inventory()).toEqual(NOTHING);
  });
});

describe('a failure', () => {
  it.each(FIRST)('at %s of a first deploy is repaired by the next run', async (operation) => {
    world.proxy.add({ ...WRITES[operation]!, ...CRASH });
    expect((await stage.deploy()).failed).toHaveLength(1);
    expect((await stage.deploy()).failed).toEqual([]);
    expect(pending(await stage.plan())).toEqual([]);
    expect(await inventory()).toEqual(ONE_OF_EACH);
  });

  it.each(CODE)('at %s of a new release is repaired by the next run', async (operation) => {
    await stage.deploy();
    stage.source += '\n';
    // A definition that is put before its version exists, and is refused, is put again.
    world.proxy.add({ ...WRITES[operation]!, ...CRASH, times: operation === 'PutRestApi' ? 2 : 1 });
    expect((await stage.deploy()).failed).toHaveLength(1);
    expect((await stage.deploy()).failed).toEqual([]);
    expect(pending(await stage.plan())).toEqual([]);
    expect(await inventory()).toEqual({ ...ONE_OF_EACH, deployments: 2, versions: 2 });
  });

  it.each(FIRST)('at %s of a first deploy leaves a stage that can be destroyed', async (operation) => {
    world.proxy.add({ ...WRITES[operation]!, ...CRASH });
    await stage.deploy();
    expect((await stage.destroy()).failed).toEqual([]);
    expect(await inventory()).toEqual(NOTHING);
  });

  it.each(DOWN)('at %s of a destroy is repaired by the next run', async (operation) => {
    await stage.deploy();
    world.proxy.add({ ...WRITES[operation]!, ...CRASH });
    expect((await stage.destroy()).failed).toHaveLength(1);
    expect((await stage.destroy()).failed).toEqual([]);
    expect(await inventory()).toEqual(NOTHING);
  });
});
