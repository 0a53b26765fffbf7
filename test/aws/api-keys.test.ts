import {
  type APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  GetApiKeyCommand,
  GetApiKeysCommand,
  GetUsagePlanKeysCommand,
} from '@aws-sdk/client-api-gateway';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKey, type KeyClient, linkKey } from '../../src/aws/keys/new-key.ts';
import { findKey, stageKeys } from '../../src/aws/keys/stage-keys.ts';
import { createClients } from '../../src/aws/sdk/clients.ts';
import { service as apigateway } from '../../src/local/services/apigateway/service.ts';
import { startWorld, TAGS, type World } from './kind-world.ts';

const PLAN = 'items-api-dev-basic';
let world: World;
let client: APIGatewayClient;
let work: KeyClient;
let planId: string;

beforeEach(async () => {
  world = await startWorld([apigateway]);
  client = await world.clients.apiGateway();
  work = { client, clock: world.clock, signal: world.context.signal };
  planId = (await client.send(new CreateUsagePlanCommand({ name: PLAN, tags: TAGS }))).id ?? '';
});
afterEach(async () => await world.close());

const create = (name = 'alice') => createKey(work, { name, plan: PLAN, tags: TAGS });
const everyKey = async () => (await client.send(new GetApiKeysCommand({ limit: 500 }))).items ?? [];

describe('API keys', () => {
  it('pitfalls 16 and 17: are created enabled, in their plan, with a value from AWS that is shown once', async () => {
    const key = await create();
    expect(key).toMatchObject({ name: 'alice', enabled: true, value: expect.stringMatching(/^\w{40}$/) });
    const { items } = await client.send(new GetUsagePlanKeysCommand({ usagePlanId: planId }));
    expect(items).toMatchObject([{ id: key.id }]);
    const listed = await stageKeys(client, TAGS);
    expect(listed).toMatchObject([{ id: key.id, name: 'alice', enabled: true, createdAt: key.createdAt }]);
    expect(JSON.stringify(listed)).not.toContain(key.value);
    const { value } = await client.send(new GetApiKeyCommand({ apiKey: key.id, includeValue: true }));
    expect(value).toBe(key.value);
  });

  it('do not include keys of other apps and stages, however many there are', async () => {
    await client.send(new CreateApiKeyCommand({ name: 'alice', tags: { ...TAGS, 'apikit:stage': 'prod' } }));
    await client.send(new CreateApiKeyCommand({ name: 'alice' }));
    const key = await create();
    expect((await stageKeys(client, TAGS)).map(({ id }) => id)).toEqual([key.id]);
  });

  it('are listed over all pages', async () => {
    const page = (id: string, position?: string) => ({ item: [{ id, name: id, enabled: true, tags: TAGS }], position });
    world.proxy.add({ method: 'GET', path: /^\/apikeys/, answer: page('a', 'next') });
    world.proxy.add({ method: 'GET', path: /position=next/, answer: page('b') });
    expect((await stageKeys(client, TAGS)).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('are found by ID and by name', async () => {
    const key = await create();
    const keys = await stageKeys(client, TAGS);
    expect(findKey(keys, key.id, TAGS).key.name).toBe('alice');
    expect(findKey(keys, 'alice', TAGS).key.id).toBe(key.id);
    expect(() => findKey(keys, 'bob', TAGS)).toThrow(expect.objectContaining({ code: 'KeyNotFound' }));
  });

  it('with the same name are distinguished by ID only', async () => {
    const [first, second] = [await create(), await create()];
    const keys = await stageKeys(client, TAGS);
    expect(() => findKey(keys, 'alice', TAGS)).toThrow(
      expect.objectContaining({ code: 'KeyAmbiguous', message: expect.stringContaining(second.id) }),
    );
    expect(findKey(keys, first.id, TAGS).key.id).toBe(first.id);
  });

  it('are not created for a plan that does not exist or has no tags of the stage', async () => {
    await client.send(new CreateUsagePlanCommand({ name: 'foreign' }));
    for (const plan of ['none', 'foreign']) {
      await expect(createKey(work, { name: 'alice', plan, tags: TAGS })).rejects.toMatchObject({
        code: 'PlanNotFound',
      });
    }
    expect(await everyKey()).toEqual([]);
  });

  it('are created once although the response to their creation was lost', async () => {
    world.proxy.add({ method: 'POST', path: /^\/apikeys$/, loseAnswer: true });
    const earlier = await create();
    expect((await everyKey()).map(({ id }) => id)).toEqual([earlier.id]);
    world.proxy.add({ method: 'POST', path: /^\/apikeys$/, loseAnswer: true });
    const later = await create();
    expect(later.id).not.toBe(earlier.id);
    expect(await everyKey()).toHaveLength(2);
  });

  it('are deleted again if they cannot be added to their plan', async () => {
    const refuse = { status: 400, type: 'BadRequestException', message: 'no' };
    world.proxy.add({ method: 'POST', path: /usageplans\/.*\/keys$/, refuse });
    await expect(create()).rejects.toMatchObject({ name: 'BadRequestException' });
    expect(await everyKey()).toEqual([]);
  });

  it('are deleted again if an interruption comes before they are in their plan, also if the first deletion fails', async () => {
    const interruption = new AbortController();
    const clients = createClients({
      ...{ region: 'eu-west-1', endpoint: world.proxy.endpoint, clock: world.clock, limits: 'none', env: {} },
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      signal: interruption.signal,
    });
    const interrupted = await clients.apiGateway();
    interrupted.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const answer = await next(args);
          if (commandName === 'CreateApiKeyCommand') interruption.abort(new Error('Ctrl-C'));
          return answer;
        },
      { step: 'initialize', name: 'ctrlC' },
    );
    const refuse = { status: 500, type: 'InternalFailure', message: 'An internal error occurred.' };
    world.proxy.add({ method: 'DELETE', path: /^\/apikeys\//, refuse });
    const key = createKey(
      { client: interrupted, clock: world.clock, signal: interruption.signal },
      { name: 'alice', plan: PLAN, tags: TAGS },
    );
    await expect(key).rejects.toThrow('Ctrl-C');
    clients.destroy();
    expect(await everyKey()).toEqual([]);
  });

  it('that cannot be deleted again are reported with the original error', async () => {
    const refuse = { status: 400, type: 'BadRequestException', message: 'no plan for this one' };
    world.proxy.add({ method: 'POST', path: /usageplans\/.*\/keys$/, refuse });
    const type = 'AccessDeniedException';
    world.proxy.add({ method: 'DELETE', path: /^\/apikeys\//, refuse: { status: 403, type, message: 'may not' } });
    const error = await create().catch((thrown: unknown) => thrown);
    const [{ id }] = (await everyKey()) as [{ id: string }];
    expect(error).toMatchObject({
      code: 'KeyLeftBehind',
      message: expect.stringMatching(new RegExp(`${id}.*no plan for this one.*may not`)),
      hint: expect.stringContaining(id),
    });
  });

  it('can be added to their plan twice', async () => {
    const key = await create();
    await linkKey(client, planId, key.id);
    const refuse = { status: 409, type: 'ConflictException', message: 'in another plan of this stage' };
    world.proxy.add({ method: 'POST', path: /usageplans\/.*\/keys$/, refuse });
    const other = (await client.send(new CreateUsagePlanCommand({ name: 'other' }))).id ?? '';
    await expect(linkKey(client, other, key.id)).rejects.toMatchObject({ name: 'ConflictException' });
  });
});
