/** The pitfalls of a deploy or a destroy, each on a whole stage. docs/pitfalls.md lists all thirty. */
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteRoleCommand, DeleteRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AdversityParts } from '../../../src/local/adversity/adversity.ts';
import type { Rule } from '../../../src/local/adversity/rules.ts';
import type { RunningCloud } from '../../../src/local/start-cloud.ts';
import { type Account, type AccountReader, accountReader } from '../../chaos/account.ts';
import { createChaosClock } from '../../chaos/chaos-clock.ts';
import { steadyDice } from '../../chaos/dice.ts';
import { BASE, CHANGES, type StageInput } from '../../chaos/stage-project.ts';
import { deploy as deployStage, type StageRun, tearDown } from '../../chaos/stage-runs.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

const clock = createChaosClock();
const CLIENT = { credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
const SETTINGS = { factor: 0, latency: false };
let cloud: RunningCloud;
let adversity: AdversityParts;
let reader: AccountReader;
let run: StageRun;
let dice: { restore(): void };

beforeAll(async () => {
  dice = steadyDice();
  cloud = await startTestCloud({ clock: clock.cloud, adversity: SETTINGS, tableTransitionMs: 0 });
  adversity = cloud.adversity as AdversityParts;
  reader = accountReader({ endpoint: cloud.endpoint, now: clock.client.now });
  run = { endpoint: cloud.endpoint, clock: clock.client };
});
beforeEach(async () => {
  await fetch(`${cloud.endpoint}/_apikit/reset`, { method: 'POST', headers: { 'x-apikit-control': 'test' } });
});
afterAll(async () => {
  reader.close();
  await cloud.close();
  clock.close();
  dice.restore();
});

const deploy = (input: StageInput = BASE) => deployStage(input, run);
const withRules = (...rules: Rule[]) => adversity.set({ rules });
/** Returns the calls of these operations with the statuses of their responses: `PutRestApi 200`. */
function calls(...operations: string[]): string[] {
  return adversity
    .state()
    .calls.last.filter(({ operation }) => operations.includes(operation))
    .map(({ operation, status }) => `${operation} ${status}`);
}
const refused = (code: string, message: string, status = 400) => ({ error: { code, message, status } });

interface Shape {
  apis: {
    name: string;
    responses: object;
    endpointConfiguration: { types: string[] };
    apiKeySource: string;
    version: string;
    resources: { items: { path: string }[] };
    deployments: { items: object[] };
    stages: { item: object[] };
  }[];
  roles: { RoleName: string }[];
  functions: { policies: { Statement?: object[] }[] }[];
  logGroups: { logGroupName: string; retentionInDays?: number; tags: object }[];
}
const account = async () => (await reader.read()) as Account & Shape;
const api = async () => (await account()).apis[0]!;

it('pitfall 1: a throttled DeleteRestApi is retried after 30 s', async () => {
  await deploy();
  withRules({ operation: 'DeleteRestApi', nth: 1, times: 2, fault: 'throttle' });
  const started = clock.client.now();
  await tearDown(BASE, run, true);
  expect(calls('DeleteRestApi')).toEqual(['DeleteRestApi 429', 'DeleteRestApi 429', 'DeleteRestApi 202']);
  expect(clock.client.now() - started).toBeGreaterThanOrEqual(30_000);
});

it('pitfall 2: a concurrent modification of the API is retried', async () => {
  const fault = refused('ConflictException', 'Unable to complete operation due to concurrent modification.', 409);
  withRules(
    { operation: 'PutRestApi', nth: 1, times: 2, fault },
    { operation: 'CreateStage', nth: 1, fault },
    { operation: 'UpdateStage', nth: 1, fault },
  );
  await deploy();
  expect(calls('PutRestApi', 'CreateStage', 'UpdateStage')).toEqual([
    ...['PutRestApi 409', 'PutRestApi 409', 'PutRestApi 200', 'CreateStage 409', 'CreateStage 201'],
    ...['UpdateStage 409', 'UpdateStage 200'],
  ]);
  // The tags of the API and of its stage.
  withRules({ operation: 'apigateway.TagResource', nth: 1, times: 2, fault });
  await deploy(CHANGES.tags!(BASE));
});

it('a table in UPDATING gets its recovery later, and a new role its policy', async () => {
  withRules(
    {
      operation: 'UpdateContinuousBackups',
      nth: 1,
      fault: refused('ResourceInUseException', 'Table is being updated.'),
    },
    { operation: 'PutRolePolicy', nth: 1, fault: refused('NoSuchEntity', 'The role cannot be found.', 404) },
    ...[
      'The role ARN does not have required trust permissions.',
      'API Gateway could not successfully write to CloudWatch Logs using the ARN specified',
      'API Gateway is not authorized to assume the role.',
    ].map((message, index) => ({
      operation: 'UpdateAccount',
      nth: index + 1,
      fault: refused('BadRequestException', message),
    })),
  );
  await deploy();
});

it('pitfall 3: an overwrite loses none of the settings of the API itself', async () => {
  await deploy();
  // The rest of it changes with the release.
  const { resources: _, deployments: _1, stages: _2, responses: _3, ...settings } = await api();
  await deploy(CHANGES.contract!(BASE));
  expect(await api()).toMatchObject(settings);
});

it('pitfall 4: an operation that left the contract leaves the API', async () => {
  const paths = async () => (await api()).resources.items.map(({ path }) => path);
  await deploy({ ...BASE, operations: 3 });
  expect(await paths()).toContain('/things-2');
  await deploy({ ...BASE, operations: 1 });
  expect(await paths()).not.toContain('/things-2');
});

it('pitfall 5: the API is regional, although EDGE is the default of AWS', async () => {
  await deploy();
  expect((await api()).endpointConfiguration.types).toEqual(['REGIONAL']);
});

it('pitfall 6: a deployment is created when the definition changed, and the deploy ends when it responds', async () => {
  adversity.set({ factor: 1, latency: false });
  const { url, release } = await deploy();
  const answer = await fetch(`${url}/nowhere`);
  expect(answer.headers.get('x-apikit-release')).toBe(release);
  await deploy(CHANGES.throttle!(BASE));
  expect(calls('CreateDeployment')).toHaveLength(1);
  adversity.set(SETTINGS);
});

it('pitfall 8: what a stage uses is never deleted, and a stage is deleted before its API', async () => {
  const few = { ...BASE, config: { ...BASE.config, function: { ...BASE.config.function, keepReleases: 2 } } };
  for (let version = 1; version <= 5; version += 1) {
    await deploy({ ...few, version });
    clock.advance(60_000);
  }
  expect((await api()).deployments.items).toHaveLength(2);
  expect(new Set(calls('DeleteDeployment'))).toEqual(new Set(['DeleteDeployment 202']));
  await tearDown(few, run, true);
  expect(calls('DeleteStage', 'DeleteRestApi')).toEqual(['DeleteStage 202', 'DeleteRestApi 202']);
});

it('pitfall 9: API Gateway takes every patch that a deploy sends', async () => {
  await deploy();
  for (const change of ['throttle', 'plan changed', 'logs and metrics', 'variables and tracing', 'tags']) {
    await deploy(CHANGES[change]!(BASE));
  }
  await deploy();
  const patches = calls('UpdateStage', 'UpdateUsagePlan', 'UpdateRestApi', 'UpdateAccount');
  expect(patches.length).toBeGreaterThan(5);
  expect(patches.filter((call) => !call.endsWith(' 200'))).toEqual([]);
});

it('pitfall 10: the account’s CloudWatch role is set once, waited for, and never deleted', async () => {
  adversity.set({ factor: 1, latency: false });
  await deploy();
  expect(calls('UpdateAccount')[0]).toBe('UpdateAccount 400');
  expect(calls('UpdateAccount').at(-1)).toBe('UpdateAccount 200');
  const before = calls('UpdateAccount').length;
  const other = { ...BASE, config: { ...BASE.config, stage: 'other' } };
  await deploy(other);
  await tearDown(other, run, true);
  await tearDown(BASE, run, true);
  expect(calls('UpdateAccount')).toHaveLength(before);
  expect((await account()).roles.map(({ RoleName }) => RoleName)).toHaveLength(1);
  adversity.set(SETTINGS);
});

it('pitfall 11: a role that Lambda does not see yet is waited for', async () => {
  const message = 'The role defined for the function cannot be assumed by Lambda.';
  withRules({
    operation: 'CreateFunction',
    nth: 1,
    times: 4,
    fault: refused('InvalidParameterValueException', message),
  });
  await deploy();
  expect(calls('CreateFunction')).toHaveLength(5);
});

it('pitfall 12: each change of a function waits for the one before', async () => {
  await deploy();
  const message = 'The operation cannot be performed at this time. An update is in progress for resource: x';
  const fault = refused('ResourceConflictException', message, 409);
  const change = CHANGES.code!(CHANGES.environment!(CHANGES.tags!(BASE)));
  withRules(
    ...['UpdateFunctionConfiguration', 'UpdateFunctionCode', 'lambda.TagResource', 'lambda.UntagResource'].map(
      (operation): Rule => ({ operation, nth: 1, times: 2, fault }),
    ),
  );
  await deploy(change);
  withRules();
  adversity.set({ factor: 1, latency: false });
  await deploy(BASE);
  adversity.set(SETTINGS);
});

it('pitfall 13: a key grant for a role that was just created again is waited for', async () => {
  await deploy();
  await tearDown(BASE, run, false);
  const message = 'Lambda was unable to configure your environment: the KMS key is invalid for CreateGrant.';
  withRules({
    operation: 'CreateFunction',
    nth: 1,
    times: 3,
    fault: refused('InvalidParameterValueException', message),
  });
  await deploy();
});

it('pitfall 13: a deleted role of a function is created again, with a warning about what Lambda may reject', async () => {
  await deploy();
  const iam = new IAMClient({ ...CLIENT, region: 'us-east-1', endpoint: cloud.endpoint });
  const RoleName = (await account()).roles.map((role) => role.RoleName).find((name) => name.startsWith('items-api'))!;
  for (const PolicyName of (await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames ?? [])
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
  iam.destroy();
  expect((await deploy()).warnings).toEqual([
    expect.stringMatching(/KMSAccessDeniedException.*change function\.environment/),
  ]);
  const environment = { ...BASE.config.function.environment, GRANT: 'new' };
  const changed = { ...BASE, config: { ...BASE.config, function: { ...BASE.config.function, environment } } };
  const versions = calls('PublishVersion').length;
  expect((await deploy(changed)).warnings).toEqual([]);
  expect(calls('PublishVersion')).toHaveLength(versions + 1);
});

it('pitfall 14: every version of a release allows its API, and a lost permission is restored', async () => {
  const permissions = async () =>
    (await account()).functions[0]!.policies.flatMap(({ Statement = [] }) => Statement).length;
  await deploy();
  await deploy(CHANGES.code!(BASE));
  expect(await permissions()).toBe(2);
  const lambda = new LambdaClient({
    region: 'eu-west-1',
    endpoint: cloud.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const StatementId = `apikit-${new URL((await deploy(CHANGES.code!(BASE))).url).pathname.split('/')[3]}`;
  await lambda.send(new RemovePermissionCommand({ FunctionName: 'items-api-dev', Qualifier: '2', StatementId }));
  lambda.destroy();
  expect(await permissions()).toBe(1);
  await deploy(CHANGES.code!(BASE));
  expect(await permissions()).toBe(2);
});

it('pitfall 18: a usage plan is detached from its stage in one call before it is deleted', async () => {
  await deploy();
  await tearDown(BASE, run, true);
  expect(calls('UpdateUsagePlan', 'DeleteUsagePlan', 'DeleteStage')).toEqual([
    ...['UpdateUsagePlan 200', 'DeleteUsagePlan 202', 'DeleteStage 202'],
  ]);
});

it('pitfall 19: first the deployment, then the stage, then the plan that covers it', async () => {
  await deploy();
  expect(calls('CreateDeployment', 'CreateStage', 'CreateUsagePlan')).toEqual([
    ...['CreateDeployment 201', 'CreateStage 201', 'CreateUsagePlan 201'],
  ]);
});

/** The log group that belongs to the account. */
const WELCOME = '/aws/apigateway/welcome';

it('pitfall 22: a log group that Lambda created first gets its retention and tags, and is deleted in the end', async () => {
  const logs = new CloudWatchLogsClient({
    region: 'eu-west-1',
    endpoint: cloud.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/items-api-dev' }));
  logs.destroy();
  await deploy();
  const groups = (await account()).logGroups.filter(({ logGroupName }) => logGroupName !== WELCOME);
  expect(groups).toHaveLength(2);
  for (const group of groups) {
    expect(group).toMatchObject({ retentionInDays: 14, tags: { 'apikit:app': 'items-api', 'apikit:stage': 'dev' } });
  }
  await tearDown(BASE, run, true);
  expect((await account()).logGroups.map(({ logGroupName }) => logGroupName)).toEqual([WELCOME]);
});

it('pitfall 26: recovery is turned on when DynamoDB is ready for it, and not again', async () => {
  adversity.set({ factor: 1, latency: false });
  await deploy();
  const asked = calls('UpdateContinuousBackups');
  expect(asked[0]).toBe('UpdateContinuousBackups 400');
  expect(asked.at(-1)).toBe('UpdateContinuousBackups 200');
  await deploy(CHANGES.throttle!(BASE));
  expect(calls('UpdateContinuousBackups')).toHaveLength(asked.length);
  adversity.set(SETTINGS);
});

it('pitfall 29: a deploy survives six throttles of IAM in a row', async () => {
  withRules({ service: 'iam', operation: 'CreateRole', nth: 1, times: 6, fault: 'throttle' });
  const { calls: counts } = await deploy();
  expect(counts.throttled).toBe(6);
});

it('pitfall 30: every stage’s API has its own name, which CloudWatch uses as the dimension', async () => {
  await deploy();
  await deploy({ ...BASE, config: { ...BASE.config, stage: 'prod' } });
  expect((await account()).apis.map(({ name }) => name).sort()).toEqual(['items-api-dev', 'items-api-prod']);
});
