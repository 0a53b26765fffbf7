import {
  CreateApiKeyCommand,
  type CreateApiKeyCommandInput,
  CreateUsagePlanCommand,
  DeleteApiKeyCommand,
  GetApiKeyCommand,
  GetApiKeysCommand,
  GetUsagePlanKeysCommand,
  ImportApiKeysCommand,
  UpdateApiKeyCommand,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, test } from 'vitest';
import { answer, refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();
const VALUE = '0123456789abcdefghij';

const create = (input: CreateApiKeyCommandInput = {}) => cloud.client.send(new CreateApiKeyCommand(input));

test('a key is disabled by default, with a value of forty characters', async () => {
  expect(answer(await create())).toEqual({
    id: expect.stringMatching(/^[a-z0-9]{10}$/),
    value: expect.stringMatching(/^[A-Za-z0-9]{40}$/),
    enabled: false,
    createdDate: expect.any(Date),
    lastUpdatedDate: expect.any(Date),
    stageKeys: [],
  });
});

test.each([
  [{ value: 'short' }, 'API Key value should be at least 20 characters'],
  [{ value: 'a'.repeat(129) }, 'API Key value exceeds maximum size of 128 characters'],
  [{ name: 'a'.repeat(1025) }, 'Invalid API Key name, can be at most 1024 characters.'],
  [{ description: 'a'.repeat(125_001) }, 'Invalid API Key description specified.'],
])('%j is rejected', async (input, message) => {
  expect(await refusal(create(input))).toMatchObject({ name: 'BadRequestException', message });
});

test('a value belongs to one key', async () => {
  await create({ value: VALUE });

  expect(await refusal(create({ value: VALUE }))).toEqual({
    name: 'ConflictException',
    message: 'API Key already exists',
    status: 409,
  });
});

test('values are shown only on request', async () => {
  const { id: apiKey, value } = await create({ name: 'shy' });

  expect((await cloud.client.send(new GetApiKeyCommand({ apiKey }))).value).toBeUndefined();
  expect((await cloud.client.send(new GetApiKeyCommand({ apiKey, includeValue: true }))).value).toBe(value);
  const listed = await cloud.client.send(new GetApiKeysCommand({ nameQuery: 'shy', includeValues: true }));
  expect(listed.items?.[0]?.value).toBe(value);
});

test('lists start with the newest, and filter by a prefix of the name and by customer', async () => {
  const first = await create({ name: 'listed-one', customerId: 'c1' });
  const second = await create({ name: 'listed-two' });
  const list = async (query: object) =>
    ((await cloud.client.send(new GetApiKeysCommand(query))).items ?? []).map((key) => key.id);

  expect(await list({ nameQuery: 'listed' })).toEqual([second.id, first.id]);
  expect(await list({ nameQuery: 'Listed' })).toEqual([]);
  expect(await list({ customerId: 'c1' })).toEqual([first.id]);
});

test('everything but the value can be changed', async () => {
  const { id: apiKey } = await create();
  const update = (path: string, value: string) =>
    cloud.client.send(new UpdateApiKeyCommand({ apiKey, patchOperations: [{ op: 'replace', path, value }] }));

  expect((await update('/enabled', 'true')).enabled).toBe(true);
  expect((await refusal(update('/value', VALUE))).message).toBe(
    "Invalid patch path  '/value' specified for op 'replace'. Must be one of: [/description, /enabled, /name, /customerId]",
  );
});

test('a deleted key is unknown', async () => {
  const { id: apiKey } = await create();
  await cloud.client.send(new DeleteApiKeyCommand({ apiKey }));

  expect(await refusal(cloud.client.send(new GetApiKeyCommand({ apiKey })))).toEqual({
    name: 'NotFoundException',
    message: 'Invalid API Key identifier specified',
    status: 404,
  });
});

describe('ImportApiKeys', () => {
  const importCsv = (csv: string, failOnWarnings = false) =>
    cloud.client.send(new ImportApiKeysCommand({ format: 'csv', body: new TextEncoder().encode(csv), failOnWarnings }));

  test('reads quoted fields, adds keys to plans, and updates the key of a known value', async () => {
    const plan = await cloud.client.send(new CreateUsagePlanCommand({ name: 'imported' }));
    const value = 'imported-value-0000000000';

    const first = await importCsv(`Name,key,description,Enabled\n"a, b",${value},"say ""hi""",TRUE\n`);
    const second = await importCsv(`name,key,usageplanIds\r\nrenamed,${value},"${plan.id}, nope"\r\n`);

    expect(second.ids).toEqual(first.ids);
    expect(second.warnings).toEqual(['Invalid Usage Plan ID specified: nope']);
    const key = await cloud.client.send(new GetApiKeyCommand({ apiKey: first.ids?.[0], includeValue: true }));
    expect(key).toMatchObject({ name: 'renamed', value, description: 'say "hi"' });
    const members = await cloud.client.send(new GetUsagePlanKeysCommand({ usagePlanId: plan.id }));
    expect(members.items?.map((member) => member.id)).toEqual(first.ids);
  });

  test('one bad value in a file prevents all its keys', async () => {
    const call = importCsv(`name,key\ngood,${'g'.repeat(20)}\nbad,short\n`);

    expect((await refusal(call)).message).toBe('API Key value should be at least 20 characters');
    const { items } = await cloud.client.send(new GetApiKeysCommand({ nameQuery: 'good' }));
    expect(items).toEqual([]);
  });

  test('a key is enabled unless the file says otherwise, and other columns are ignored', async () => {
    const rows = `Key,team,NAME,enabled\n${'e'.repeat(20)},a,on,\n${'f'.repeat(20)},b,off,FALSE\n`;
    await importCsv(rows);
    const { items = [] } = await cloud.client.send(new GetApiKeysCommand({ nameQuery: 'o' }));
    expect(items.map(({ name, enabled }) => [name, enabled])).toEqual([
      ['off', false],
      ['on', true],
    ]);
  });

  test('the plans of a key may be in single quotes', async () => {
    const create = async (name: string) => (await cloud.client.send(new CreateUsagePlanCommand({ name }))).id;
    const plans = [await create('p'), await create('q')];
    const { ids, warnings } = await importCsv(`name,key,usageplanids\nboth,${'p'.repeat(20)},'${plans.join(',')}'\n`);
    expect(warnings).toBeUndefined();
    for (const usagePlanId of plans) {
      const { items = [] } = await cloud.client.send(new GetUsagePlanKeysCommand({ usagePlanId }));
      expect(items.map(({ id }) => id)).toEqual(ids);
    }
  });

  test('the header must name both columns', async () => {
    expect(await refusal(importCsv('name\nx\n'))).toMatchObject({
      name: 'BadRequestException',
      message: "Missing required column 'Key'",
    });
  });
});

test('a limit below one is ignored', async () => {
  await create();
  await create();
  const { items = [] } = await cloud.client.send(new GetApiKeysCommand({ limit: -1 }));
  expect(items.length).toBeGreaterThan(1);
});
