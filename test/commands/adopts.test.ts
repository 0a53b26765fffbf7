/**
 * `adopts` of a stage: an API that was made by hand is taken over where it is, while it serves, and its table, plan and
 * key stay what they are. Steps build on each other, in this order.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateStageCommand,
  DeleteStageCommand,
  GetRestApisCommand,
  GetStageCommand,
  GetUsagePlanCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateRestApiCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import {
  DescribeTableCommand,
  GetItemCommand,
  type GlobalSecondaryIndexUpdate,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  TagResourceCommand as TagTableCommand,
  UntagResourceCommand as UntagTableCommand,
  UpdateTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { apikit, type CliResult, tempDir } from '../helpers/cli.ts';
import { HAND_MADE, type HandMadeApi, handMadeCode, makeByHand } from '../helpers/hand-made-api.ts';
import { clientsOf } from '../helpers/project-clients.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';

const dir = tempDir();
const EVERYTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});
/** The policies of the caller; the cloud evaluates them at each call. */
const policies = [EVERYTHING];
let cloud: RunningCloud;
let clients: Clients;
let made: HandMadeApi;

const run = (...argv: string[]): Promise<CliResult> =>
  apikit(argv, { cwd: dir, env: { AWS_ENDPOINT_URL: cloud.endpoint } });

const url = (path: string) => `${cloud.endpoint}/_aws/execute-api/${made.api}/${HAND_MADE.stage}${path}`;

const call = async (path: string, init: RequestInit = {}, key = made.keyValue) => {
  const response = await fetch(url(path), { ...init, headers: { 'x-api-key': key } });
  return { status: response.status, body: await response.text() };
};

const configured = (adopts: string, { plan = 'basic', table = 'items', index = '', more = '' } = {}) =>
  writeFileSync(
    join(dir, 'apikit.yaml'),
    `name: shop
region: us-east-1
function:
  handler: src/index.handler
  runtime: nodejs22.x
  timeout: 15
  environment: { TABLE: "\${table.${table}}" }
  permissions:
    - actions: [dynamodb:GetItem, dynamodb:PutItem]
      resources: ["\${table.${table}.arn}"]
tables:
  ${table}: { key: id, encryption: false${index} }
usagePlans:
  ${plan}: { rate: 400, burst: 800, quota: 100000/month }
stages:
  prod:
    adopts: ${adopts}
    ${more}
`,
  );

const adopted = () => `{ api: ${made.api}, tables: { items: Items }, usagePlans: { basic: ${made.plan} } }`;

const renamedPlan = () =>
  configured(`{ api: ${made.api}, tables: { items: Items }, usagePlans: { standard: ${made.plan} } }`, {
    plan: 'standard',
  });

const OPERATION = 'security: [{ key: [] }], responses: { default: { description: The response } }';
const ID = '{ name: id, in: path, required: true, schema: { type: string } }';

beforeAll(async () => {
  cloud = await startTestCloud({ callerPolicies: policies });
  clients = clientsOf({ cloud });
  made = await makeByHand(clients);
  mkdirSync(join(dir, 'src'));
  writeFileSync(join(dir, 'src/index.js'), await handMadeCode());
  writeFileSync(
    join(dir, 'openapi.yaml'),
    `openapi: 3.0.3
info: { title: shop, version: '1' }
components: { securitySchemes: { key: { type: apiKey, in: header, name: x-api-key } } }
paths:
  /: { get: { operationId: root, security: [], responses: { default: { description: The response } } } }
  /items/{id}:
    get: { operationId: getItem, parameters: [${ID}], ${OPERATION} }
    put: { operationId: putItem, parameters: [${ID}], ${OPERATION} }
`,
  );
  configured(adopted());
});
afterAll(() => cloud.close());

it('names everything that would be taken over, and takes nothing over without --adopt', async () => {
  expect(await call('/items/1', { method: 'PUT', body: 'one' })).toEqual({ status: 200, body: 'one' });
  const refused = await run('deploy', '--stage', 'prod', '--yes');
  expect(refused.code).toBe(1);
  for (const each of [`/restapis/${made.api})`, 'table Items (', `/usageplans/${made.plan})`, 'stage prod ('])
    expect(refused.stderr).toContain(each);
  expect(refused.stderr).toContain('Deploy with --adopt');
  const plan = await run('plan', '--stage', 'prod', '--adopt', '--json');
  const steps = plan.json<{ changes: { resource: string; action: string }[] }>().changes;
  const taken = steps.filter(({ action }) => action === 'adopt').map(({ resource }) => resource);
  expect(taken.sort()).toEqual(['api', 'stage', 'table/items', 'usage-plan/basic']);
});

it.each([
  ['{ api: zzzzzzzzzz }', 'there is no API zzzzzzzzzz in this account and region'],
  ['{ tables: { items: Nothing } }', 'there is no table Nothing in this account and region'],
  ['{ usagePlans: { basic: zzzzzz } }', 'there is no usage plan zzzzzz in this account and region'],
])('creates nothing in place of what does not exist: %s', async (adopts, why) => {
  configured(adopts);
  const { code, stderr } = await run('deploy', '--stage', 'prod', '--yes', '--adopt');
  expect(code).toBe(1);
  expect(stderr).toContain(why);
  const gateway = await clients.apiGateway();
  expect((await gateway.send(new GetRestApisCommand({}))).items).toHaveLength(1);
});

it('does not take over a plan that covers another stage, too', async () => {
  configured(adopted());
  const gateway = await clients.apiGateway();
  const { deploymentId } = await gateway.send(new GetStageCommand({ restApiId: made.api, stageName: 'prod' }));
  await gateway.send(new CreateStageCommand({ restApiId: made.api, stageName: 'test', deploymentId }));
  const covered = (op: 'add' | 'remove') =>
    new UpdateUsagePlanCommand({
      usagePlanId: made.plan,
      patchOperations: [{ op, path: '/apiStages', value: `${made.api}:test` }],
    });
  await gateway.send(covered('add'));
  const { code, stderr } = await run('deploy', '--stage', 'prod', '--yes', '--adopt');
  await gateway.send(covered('remove'));
  expect(code).toBe(1);
  expect(stderr).toContain(`usage plan ${made.plan} also covers ${made.api}:test, whose callers would lose access`);
});

it('does not take over an API with a resource policy if apikit.yaml has no access', async () => {
  const gateway = await clients.apiGateway();
  const policy = (value: string) =>
    new UpdateRestApiCommand({
      restApiId: made.api,
      patchOperations: [{ op: 'replace', path: '/policy', value }],
    });
  const Statement = [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }];
  await gateway.send(policy(JSON.stringify({ Version: '2012-10-17', Statement })));
  const { code, stderr } = await run('deploy', '--stage', 'prod', '--yes', '--adopt');
  configured(adopted(), { more: 'access: { allow: [203.0.113.0/24] }' });
  const allowed = await run('plan', '--stage', 'prod', '--adopt');
  configured(adopted());
  await gateway.send(policy(''));
  expect([code, stderr]).toEqual([1, expect.stringContaining(`API ${made.api} has a resource policy`)]);
  expect(allowed.code).toBe(0);
});

it('does not take over what belongs to another stage of apikit', async () => {
  const dynamodb = await clients.dynamodb();
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'Items' }));
  const ResourceArn = Table?.TableArn;
  const owner = { 'apikit:app': 'other', 'apikit:stage': 'live' };
  const gateway = await clients.apiGateway();
  const arns = [`/restapis/${made.api}`, `/usageplans/${made.plan}`].map((id) => `arn:aws:apigateway:us-east-1::${id}`);
  for (const resourceArn of arns) await gateway.send(new TagResourceCommand({ resourceArn, tags: owner }));
  const Tags = Object.entries(owner).map(([Key, Value]) => ({ Key, Value }));
  await dynamodb.send(new TagTableCommand({ ResourceArn, Tags }));
  const { code, stderr } = await run('deploy', '--stage', 'prod', '--yes', '--adopt');
  const tagKeys = Object.keys(owner);
  for (const resourceArn of arns) await gateway.send(new UntagResourceCommand({ resourceArn, tagKeys }));
  await dynamodb.send(new UntagTableCommand({ ResourceArn, TagKeys: tagKeys }));
  expect(code).toBe(1);
  for (const what of [`API ${made.api}`, 'table Items', `usage plan ${made.plan}`])
    expect(stderr).toContain(`${what} belongs to other/live, a stage of apikit`);
});

it('does not take over a table with indexes that apikit.yaml does not have', async () => {
  const dynamodb = await clients.dynamodb();
  const index = {
    IndexName: 'byOwner',
    KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' as const }],
    Projection: { ProjectionType: 'ALL' as const },
  };
  const AttributeDefinitions = ['id', 'owner'].map((name) => ({ AttributeName: name, AttributeType: 'S' as const }));
  const change = (update: GlobalSecondaryIndexUpdate) =>
    new UpdateTableCommand({ TableName: 'Items', AttributeDefinitions, GlobalSecondaryIndexUpdates: [update] });
  await dynamodb.send(change({ Create: index }));
  const indexes = async () =>
    (await dynamodb.send(new DescribeTableCommand({ TableName: 'Items' }))).Table?.GlobalSecondaryIndexes ?? [];
  await vi.waitFor(async () => expect(await indexes()).toMatchObject([{ IndexStatus: 'ACTIVE' }]), 10_000);
  const { code, stderr } = await run('deploy', '--stage', 'prod', '--yes', '--adopt');
  await dynamodb.send(change({ Delete: { IndexName: 'byOwner' } }));
  await vi.waitFor(async () => expect(await indexes()).toEqual([]), 10_000);
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining('table Items has the index byOwner, which the next deploy'),
  ]);
  expect(stderr).toContain('declare it in tables.items.indexes');
});

it('adds no index to a table with provisioned capacity', async () => {
  const dynamodb = await clients.dynamodb();
  const billing = (BillingMode: 'PROVISIONED' | 'PAY_PER_REQUEST') =>
    new UpdateTableCommand({
      TableName: 'Items',
      BillingMode,
      ...(BillingMode === 'PROVISIONED' && {
        ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
      }),
    });
  await dynamodb.send(billing('PROVISIONED'));
  configured(adopted(), { index: ', indexes: { byOwner: { key: owner } }' });
  const { code, stderr } = await run('deploy', '--stage', 'prod', '--yes', '--adopt');
  configured(adopted());
  const { code: planned } = await run('plan', '--stage', 'prod', '--adopt');
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 30 }, { TableName: 'Items' });
  await dynamodb.send(billing('PAY_PER_REQUEST'));
  expect([code, stderr]).toEqual([1, expect.stringContaining('table Items (indexes.byOwner')]);
  expect(stderr).toContain('--billing-mode PAY_PER_REQUEST');
  expect(planned).toBe(0);
});

it('takes everything over while it serves, with no more than the policy of the deployer, and no request fails', async () => {
  const { documents } = (await run('policy', 'deployer', '--stage', 'prod', '--json')).json<{ documents: object[] }>();
  policies.splice(0, 1, ...documents.map((document) => JSON.stringify(document)));
  let ended = false;
  const answers: number[] = [];
  const load = Array.from({ length: 4 }, async () => {
    while (!ended) answers.push((await call('/items/1')).status);
  });
  const deployed = await run('deploy', '--stage', 'prod', '--yes', '--adopt');
  policies.splice(0, policies.length, EVERYTHING);
  ended = true;
  await Promise.all(load);
  expect([deployed.code, deployed.stderr]).toEqual([0, expect.stringContaining('adopted')]);
  expect(answers.length).toBeGreaterThan(20);
  expect(answers.filter((status) => status !== 200)).toEqual([]);
  const gateway = await clients.apiGateway();
  const { items = [] } = await gateway.send(new GetRestApisCommand({}));
  expect(items.map(({ id, name }) => ({ id, name }))).toEqual([{ id: made.api, name: 'shop-prod' }]);
});

it('keeps the items and the keys, and has nothing to do any more', async () => {
  expect(await call('/items/1')).toEqual({ status: 200, body: 'one' });
  expect((await call('/items/1', {}, 'x'.repeat(20))).status).toBe(403);
  expect(await call('/items/2', { method: 'PUT', body: 'two' })).toEqual({ status: 200, body: 'two' });
  const gateway = await clients.apiGateway();
  const plan = await gateway.send(new GetUsagePlanCommand({ usagePlanId: made.plan }));
  expect(plan).toMatchObject({ name: 'shop-prod-basic', tags: { 'apikit:app': 'shop' }, quota: { limit: 100_000 } });
  const again = await run('plan', '--stage', 'prod', '--json', '--exit-code');
  expect([again.code, again.json()]).toMatchObject([0, { changes: [] }]);
  const status = await run('status', '--stage', 'prod', '--json');
  expect(status.json()).toMatchObject({ drift: [], orphans: [], tables: [] });
});

it.each([
  ['terraform', 'main.tf', 'aws_dynamodb_table'],
  ['cloudformation', 'import-template.json', 'AWS::DynamoDB::Table'],
])('leaves the table as it is in an export to %s, which knows nothing of its capacity', async (tool, file, type) => {
  const { code, json } = await run('export', tool, '--stage', 'prod', '--json');
  const { folder, left } = json<{ folder: string; left: { what: string }[] }>();
  expect([code, left.map(({ what }) => what)]).toEqual([0, expect.arrayContaining(['table/items (Items)'])]);
  expect(readFileSync(join(folder, file), 'utf8')).not.toContain(type);
});

it('keeps a plan with its keys when apikit.yaml gives it another name', async () => {
  renamedPlan();
  expect((await run('deploy', '--stage', 'prod', '--yes')).code).toBe(0);
  const gateway = await clients.apiGateway();
  const plan = await gateway.send(new GetUsagePlanCommand({ usagePlanId: made.plan }));
  expect(plan.name).toBe('shop-prod-standard');
  expect((await call('/items/1')).status).toBe(200);
});

it.each(['items', 'Items', 'things'])(
  'creates no empty table %s when adopts no longer names the table in use',
  async (table) => {
    configured(`{ api: ${made.api}, usagePlans: { standard: ${made.plan} } }`, { plan: 'standard', table });
    const { code, stderr } = await run('deploy', '--stage', 'prod', '--yes');
    renamedPlan();
    expect([code, stderr]).toEqual([1, expect.stringContaining('the items would stay in the old one')]);
    expect(stderr).toContain(`write ${table}: Items under stages.prod.adopts.tables in apikit.yaml again`);
    const { TableNames } = await (await clients.dynamodb()).send(new ListTablesCommand({}));
    expect(TableNames).not.toContain(`shop-prod-${table}`);
  },
);

it('does not delete an API with other stages, even if apikit.yaml no longer names it', async () => {
  for (const adopts of [undefined, `{ tables: { items: Items } }`]) {
    if (adopts !== undefined) configured(adopts);
    const { code, stderr } = await run('destroy', '--stage', 'prod', '--yes');
    expect(code).toBe(1);
    expect(stderr).toContain(`API ${made.api} of shop/prod also has test`);
    expect(stderr).toContain('delete-stage --region us-east-1 --rest-api-id');
  }
  renamedPlan();
  const gateway = await clients.apiGateway();
  await gateway.send(new DeleteStageCommand({ restApiId: made.api, stageName: 'test' }));
});

it('keeps the table when the stage goes, with its items, and the next deploy takes it up again', async () => {
  const destroyed = await run('destroy', '--stage', 'prod', '--yes', '--json');
  expect(destroyed.code).toBe(0);
  const { kept } = destroyed.json<{ kept: { resource: string; name: string }[] }>();
  expect(kept).toContainEqual(expect.objectContaining({ resource: 'table/items', name: 'Items' }));
  const dynamodb = await clients.dynamodb();
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'Items' }));
  const { Tags = [] } = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn }));
  expect(Tags).toContainEqual({ Key: 'apikit:app', Value: 'shop' });
  configured('{ tables: { items: Items } }');
  expect((await run('deploy', '--stage', 'prod', '--yes')).code).toBe(0);
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: 'Items', Key: { id: { S: '2' } } }));
  expect(Item?.body).toEqual({ S: 'two' });
});

it('deletes the table with --delete-data only', async () => {
  expect((await run('destroy', '--stage', 'prod', '--yes', '--delete-data', '--json')).json()).toMatchObject({
    left: [],
  });
  const dynamodb = await clients.dynamodb();
  await expect(dynamodb.send(new DescribeTableCommand({ TableName: 'Items' }))).rejects.toThrow('not found');
});
