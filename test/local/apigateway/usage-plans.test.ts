import {
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  type CreateUsagePlanCommandInput,
  CreateUsagePlanKeyCommand,
  DeleteRestApiCommand,
  DeleteStageCommand,
  DeleteUsagePlanCommand,
  DeleteUsagePlanKeyCommand,
  GetUsageCommand,
  GetUsagePlanCommand,
  GetUsagePlanKeyCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  type PatchOperation,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, test } from 'vitest';
import { createMockApi, deploy } from './deployed-api.ts';
import { ACCOUNT, answer, REGION, refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();

const create = (more: Partial<CreateUsagePlanCommandInput> = {}) =>
  cloud.client.send(new CreateUsagePlanCommand({ name: 'basic', ...more }));

const update = (usagePlanId: string | undefined, ...patchOperations: PatchOperation[]) =>
  cloud.client.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));

async function deployedStage() {
  const api = await createMockApi(cloud.client);
  await deploy(cloud.client, api, 'dev');
  return { apiId: api.restApiId, stage: 'dev' };
}

async function key() {
  const { id } = await cloud.client.send(new CreateApiKeyCommand({ enabled: true }));
  return id!;
}

const link = (usagePlanId: string | undefined, keyId: string) =>
  cloud.client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' }));

test('a plan is returned as it was created, with a map of tags', async () => {
  const stage = await deployedStage();
  const settings = {
    name: 'basic',
    apiStages: [{ ...stage, throttle: { '/items/GET': { rateLimit: 1, burstLimit: 2 } } }],
    throttle: { rateLimit: 10, burstLimit: 20 },
    quota: { limit: 1000, offset: 0, period: 'MONTH' as const },
  };

  const created = answer(await create(settings));

  expect(created).toEqual({ id: expect.stringMatching(/^[a-z0-9]{6}$/), ...settings });
  const read = await cloud.client.send(new GetUsagePlanCommand({ usagePlanId: created.id }));
  expect(answer(read)).toEqual({ ...created, tags: {} });
});

test.each([
  [{ apiStages: [{ apiId: 'nope', stage: 'dev' }] }, 'Invalid API Stage specified'],
  [{ name: '' }, 'Usage Plan name must be non-empty'],
  [
    { quota: { limit: 1, offset: 7, period: 'WEEK' as const } },
    'Usage Plan quota offset must be between 0 and 6 for a period of WEEK',
  ],
])('%j is rejected', async (settings, message) => {
  expect(await refusal(create(settings))).toMatchObject({ name: 'BadRequestException', message });
});

describe('UpdateUsagePlan', () => {
  test('limits are set field by field and deleted as a whole', async () => {
    const { id } = await create();

    const limited = await update(
      id,
      { op: 'add', path: '/throttle/rateLimit', value: '2.5' },
      { op: 'replace', path: '/throttle/burstLimit', value: '5' },
      { op: 'add', path: '/quota/period', value: 'DAY' },
      { op: 'add', path: '/quota/limit', value: '100' },
    );
    expect(limited).toMatchObject({
      throttle: { rateLimit: 2.5, burstLimit: 5 },
      quota: { limit: 100, offset: 0, period: 'DAY' },
    });

    const free = await update(id, { op: 'remove', path: '/throttle' }, { op: 'remove', path: '/quota' });
    expect([free.throttle, free.quota]).toEqual([undefined, undefined]);
  });

  test("a method's throttle is named by its escaped path", async () => {
    const stage = await deployedStage();
    const { id } = await create({ apiStages: [stage] });
    const path = `/apiStages/${stage.apiId}:dev/throttle/~1items~1{id}/GET/rateLimit`;

    const { apiStages } = await update(id, { op: 'replace', path, value: '3' });

    expect(apiStages).toEqual([{ ...stage, throttle: { '/items/{id}/GET': { rateLimit: 3 } } }]);
  });

  test('deleting a stage that the plan does not have is rejected', async () => {
    const { id } = await create();
    const remove = (value?: string) => update(id, { op: 'remove', path: '/apiStages', ...(value && { value }) });

    expect((await refusal(remove())).message).toBe('Invalid API Stage specified');
    expect(await refusal(remove('abc:dev'))).toMatchObject({
      name: 'NotFoundException',
      message: `Invalid API Stage {api: abc, stage: dev} specified for usageplan ${id}`,
    });
  });

  test('an unknown path gets an error that lists the paths of its op', async () => {
    const { id } = await create();

    expect((await refusal(update(id, { op: 'remove', path: '/quota/limit' }))).message).toBe(
      "Invalid patch path  '/quota/limit' specified for op 'remove'. Must be one of: [/productCode, /apiStages, /apiStages/<apiId:stage>/throttle, /apiStages/<apiId:stage>/throttle/<path>/<method>, /throttle, /quota]",
    );
  });
});

test('a plan can be deleted only without stages', async () => {
  const stage = await deployedStage();
  const { id: usagePlanId } = await create({ apiStages: [stage] });
  const remove = () => cloud.client.send(new DeleteUsagePlanCommand({ usagePlanId }));

  expect((await refusal(remove())).message).toBe(
    `Cannot delete Usage Plan ${usagePlanId} because there are API Stages associated with it, including ${stage.apiId}:dev`,
  );
  await update(usagePlanId, { op: 'remove', path: '/apiStages', value: `${stage.apiId}:dev` });
  expect((await remove()).$metadata.httpStatusCode).toBe(202);
  expect((await refusal(remove())).message).toBe('Invalid Usage Plan ID specified');
});

test('a deleted stage or API is removed from its plans, which can then be deleted', async () => {
  const [first, second, kept] = [await deployedStage(), await deployedStage(), await deployedStage()];
  const { id: usagePlanId } = await create({ apiStages: [first, second, kept] });
  const stages = async () => (await cloud.client.send(new GetUsagePlanCommand({ usagePlanId }))).apiStages;

  await cloud.client.send(new DeleteStageCommand({ restApiId: first.apiId, stageName: first.stage }));
  expect(await stages()).toEqual([second, kept]);
  await cloud.client.send(new DeleteRestApiCommand({ restApiId: second.apiId }));
  expect(await stages()).toEqual([kept]);
  await cloud.client.send(new DeleteRestApiCommand({ restApiId: kept.apiId }));
  expect((await cloud.client.send(new DeleteUsagePlanCommand({ usagePlanId }))).$metadata.httpStatusCode).toBe(202);
});

describe('keys of a plan', () => {
  test('a key is added once, and the plans of a key can be listed', async () => {
    const { id: usagePlanId } = await create();
    await create({ name: 'other' });
    const keyId = await key();
    await link(usagePlanId, keyId);

    expect((await refusal(link(usagePlanId, keyId))).name).toBe('ConflictException');
    const { items = [] } = await cloud.client.send(new GetUsagePlansCommand({ keyId }));
    expect(items.map((plan) => plan.id)).toEqual([usagePlanId]);
  });

  test('a key has only one plan for each stage', async () => {
    const stage = await deployedStage();
    const first = await create({ apiStages: [stage] });
    const second = await create({ apiStages: [stage] });
    const keyId = await key();
    await link(first.id, keyId);

    expect((await refusal(link(second.id, keyId))).message).toContain(
      `cannot reference multiple Usage Plans with the same API stage: ${stage.apiId}:dev`,
    );
  });

  test('a key in another plan is unknown to the plan; an unknown plan has no keys', async () => {
    const { id: usagePlanId } = await create();
    const keyId = await key();
    await link(usagePlanId, keyId);
    const member = { usagePlanId, keyId };
    expect((await cloud.client.send(new GetUsagePlanKeyCommand(member))).type).toBe('API_KEY');

    await cloud.client.send(new DeleteUsagePlanKeyCommand(member));

    expect((await refusal(cloud.client.send(new GetUsagePlanKeyCommand(member)))).name).toBe('NotFoundException');
    const unknown = await cloud.client.send(new GetUsagePlanKeysCommand({ usagePlanId: 'nope' }));
    expect(unknown.items).toEqual([]);
  });
});

describe('GetUsage', () => {
  const usage = (usagePlanId: string | undefined, startDate: string, endDate: string) =>
    cloud.client.send(new GetUsageCommand({ usagePlanId, startDate, endDate }));

  test('each day shows the usage and the rest of its period', async () => {
    const { id: usagePlanId } = await create({ quota: { limit: 10, offset: 0, period: 'WEEK' } });
    const keyId = await key();
    await link(usagePlanId, keyId);
    const counts = cloud.services.cloud.collection({ account: ACCOUNT, region: REGION }, 'apigateway.usage');
    // 15 November 2026 is a Sunday, on which a week begins.
    counts.put(`${usagePlanId}/${keyId}/2026-11-14`, { used: 4 });
    counts.put(`${usagePlanId}/${keyId}/2026-11-15`, { used: 1 });
    counts.put(`${usagePlanId}/${keyId}/2026-11-16`, { used: 2 });

    const { items } = await usage(usagePlanId, '2026-11-14', '2026-11-16');

    expect(items).toEqual({
      [keyId]: [
        [4, 6],
        [1, 9],
        [2, 7],
      ],
    });
  });

  test('dates must be valid, in order, and at most ninety days', async () => {
    const { id } = await create();

    for (const [start, end] of [
      ['yesterday', '2026-11-16'],
      ['2026-11-16', '2026-11-15'],
      ['2026-01-01', '2026-11-15'],
    ]) {
      expect((await refusal(usage(id, start!, end!))).name).toBe('BadRequestException');
    }
  });
});

test('the newest key of a plan comes first', async () => {
  const { id } = await create();
  const [older, newer] = [await key(), await key()];
  await link(id, older);
  await link(id, newer);
  const { items = [] } = await cloud.client.send(new GetUsagePlanKeysCommand({ usagePlanId: id }));
  expect(items.map((item) => item.id)).toEqual([newer, older]);
});
