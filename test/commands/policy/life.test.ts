/**
 * `policy deployer` and `policy reader` with an embedded cloud that enforces policies of callers. The life of a stage
 * begins without any permission. When a command is refused, the missing permission is added, as the printed policy has
 * it, and the command runs again. Only permissions that are needed are therefore added, and at the end every statement
 * of the policy was needed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DeleteApiKeyCommand,
  DeleteRestApiCommand,
  GetApiKeysCommand,
  GetRestApisCommand,
} from '@aws-sdk/client-api-gateway';
import { DisassociateKmsKeyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import { AttachRolePolicyCommand, CreatePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { AddPermissionCommand, ListVersionsByFunctionCommand, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import {
  DeletePublicAccessBlockCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PolicyDocument, Statement } from '../../../src/aws/iam/rights-policy.ts';
import { DEFINITIONS } from '../../../src/aws/kinds/registry.ts';
import type { Clients } from '../../../src/aws/sdk/clients.ts';
import { type CountingProxy, startCountingProxy } from '../../helpers/counting-proxy.ts';
import { createEncryptionKey } from '../../helpers/encryption-key.ts';
import { type FakeClock, fakeClock } from '../../helpers/fake-clock.ts';
import { CHANGED_LINES, FIRST_LINES } from '../../helpers/optional-settings.ts';
import { type Project, startSmallProject } from '../../helpers/project.ts';
import { clientsOf } from '../../helpers/project-clients.ts';
import { publishLayer } from '../../helpers/publish-layer.ts';

const STAGE = ['--stage', 'dev'];
const NAME = 'items-api-dev';
const ACCOUNT = '000000000000';
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/roles`;
const EVERYTHING = policyOf([{ Effect: 'Allow', Action: ['*'], Resource: ['*'] }]);

let project: Project;
let fake: FakeClock;
let files: [name: string, text: string][];
let proxy: CountingProxy;
let clients: Clients;
/** The policies of callers; the cloud evaluates them at each call. */
const policies = [EVERYTHING];
let refused: { action: string; resource: string }[] = [];

function policyOf(Statement: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

const allow = (...documents: string[]) => policies.splice(0, policies.length, ...documents);

/** Runs `work` as a caller who may do everything. */
async function otherwise(work: () => Promise<unknown>): Promise<void> {
  const kept = allow(EVERYTHING);
  await work();
  allow(...kept);
}

function edit(...changes: [RegExp | string, string][]): void {
  project.edit('apikit.yaml', (text) =>
    changes.reduce((edited, [from, to]) => {
      expect(edited).toMatch(from);
      return edited.replace(from, to);
    }, text),
  );
}

const FLOW = '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"$' + '{function.first.arn}","End":true}}}';

beforeAll(async () => {
  fake = fakeClock();
  project = await startSmallProject([], { callerPolicies: policies, clock: fake.cloud });
  clients = clientsOf(project);
  proxy = await startCountingProxy(project.cloud.endpoint);
  proxy.change(/./, (answer) => {
    // S3 writes the resource in quotes.
    const found = /is not authorized to perform: (\S+)(?: on resource: (?:&quot;)?(\S+?)(?:&quot;)?)? because/.exec(
      answer.body,
    );
    if (found) refused.push({ action: found[1]!.replace('SNS:', 'sns:'), resource: found[2] ?? '*' });
    return answer;
  });
  const { Subnets = [] } = await (await clients.ec2()).send(new DescribeSubnetsCommand({}));
  const subnets = Subnets.map(({ SubnetId }) => SubnetId).join(', ');
  const layer = await publishLayer(project.cloud.endpoint, 'tools', { 'nodejs/a.js': '' });
  mkdirSync(join(project.dir, 'layers/extra'), { recursive: true });
  writeFileSync(join(project.dir, 'layers/extra/data.txt'), 'x');
  mkdirSync(join(project.dir, 'src/consumers'));
  writeFileSync(join(project.dir, 'src/consumers/feed.js'), 'export const handler = async () => ({});\n');
  const ownKey = await createEncryptionKey(clients, 'alias/feed', 'logs.us-east-1.amazonaws.com');
  writeFileSync(join(project.dir, 'flow.json'), FLOW);
  const tables = `tables:
  feed: { key: id, kmsKey: "${ownKey}", stream: { consumer: src/consumers/feed.js, batchSize: 5 } }
  legacy: { key: id, import: somebodys-table }
`;
  edit(
    [
      /^tables:\n/m,
      `queues: { jobs: { consumer: src/consumers/feed.js } }\nstateMachines: { flow: { definition: flow.json, functions: { first: src/consumers/feed.js } } }\ntopics: { told: { subscribe: [jobs], consumer: src/consumers/feed.js } }\neventBuses: { shop: {} }\neventRules: { placed: { bus: shop, pattern: { source: [shop] }, consumer: src/consumers/feed.js } }\nbuckets: { files: { versioning: true } }\n${tables}`,
    ],
    [/^usagePlans:\n/m, 'usagePlans:\n  more: { rate: 1, burst: 1 }\n'],
    [
      /^function:\n/m,
      `encryption: { key: alias/shop }\nfunction:\n  reservedConcurrency: 20\n  logging: { format: json }\n  vpc: { subnets: [${subnets}], securityGroups: [default] }\n  layers: ["${layer}", layers/extra]\n  secrets: { STRIPE: "ssm:/shop/stripe", PASSWORD: "secretsmanager:shop/db" }\n`,
    ],
    [
      /$/,
      `\nuserPools:\n  main: { groups: [admins], scopes: { items: [read] } }\nalarms: { throttled: 5, notify: [ops@example.com] }\n${FIRST_LINES.join('')}`,
    ],
  );
  files = ['apikit.yaml', 'src/operations/getHealth.ts', 'flow.json', 'layers/extra/data.txt'].map((name) => [
    name,
    project.read(name),
  ]);
  const [dynamodb, ssm, iam] = await Promise.all([clients.dynamodb(), clients.ssm(), clients.iam()]);
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'somebodys-table',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await createEncryptionKey(clients, 'alias/shop', 'logs.us-east-1.amazonaws.com');
  await ssm.send(new PutParameterCommand({ Name: '/shop/stripe', Value: 'x', Type: 'String' }));
  await iam.send(new CreatePolicyCommand({ PolicyName: 'roles', PolicyDocument: EVERYTHING }));
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const secrets = new SecretsManagerClient({ endpoint: project.cloud.endpoint, region: 'us-east-1', credentials });
  await secrets.send(new CreateSecretCommand({ Name: 'shop/db', SecretString: 'x' }));
  secrets.destroy();
});
afterAll(async () => {
  clients.destroy();
  await proxy.close();
  await project.close();
});

/** Opens the bucket to a page and to the public, and stores a file, which `--delete-data` deletes. */
async function openBucket(client: S3Client): Promise<void> {
  const Bucket = `${NAME}-files-${ACCOUNT}-us-east-1-an`;
  const CORSRules = [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }];
  await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
  await client.send(new DeletePublicAccessBlockCommand({ Bucket }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
}

/** Makes changes that others make to a stage and that a deploy reverts. */
async function meddle(): Promise<void> {
  const [iam, sns, lambda] = await Promise.all([clients.iam(), clients.sns(), clients.lambda()]);
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }],
  };
  await iam.send(
    new UpdateAssumeRolePolicyCommand({ RoleName: `${NAME}-us-east-1`, PolicyDocument: JSON.stringify(trust) }),
  );
  await (await clients.logs()).send(new DisassociateKmsKeyCommand({ logGroupName: `/aws/lambda/${NAME}` }));
  await openBucket(await clients.s3());
  const TopicArn = `arn:aws:sns:us-east-1:${ACCOUNT}:${NAME}-alarms`;
  const open = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'open', Effect: 'Allow', Principal: '*', Action: 'SNS:Publish', Resource: TopicArn }],
  };
  await sns.send(
    new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue: JSON.stringify(open) }),
  );
  // The owner of the address has confirmed, which nobody can do in the embedded cloud.
  const subscriptions = project.cloud.store.collection<{ id: string; confirmed: boolean }>(
    `${ACCOUNT}/us-east-1/sns.subscriptions`,
  );
  for (const one of subscriptions.values()) subscriptions.put(one.id, { ...one, confirmed: true });
  const { Versions = [] } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: NAME }));
  const { items = [] } = await (await clients.apiGateway()).send(new GetRestApisCommand({}));
  const api = items.find(({ name }) => name === NAME)?.id;
  const permission = { FunctionName: NAME, Qualifier: Versions.at(-1)!.Version, StatementId: `apikit-${api}` };
  await lambda.send(new RemovePermissionCommand(permission));
  await lambda.send(
    new AddPermissionCommand({
      ...permission,
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:other/*/*',
    }),
  );
}

/** Returns a key that exists whatever happened to the first one. */
async function otherKey(): Promise<void> {
  const { code, said } = await run(['keys', 'create', 'client', '--plan', 'basic', ...STAGE]);
  expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
}

/** Locks the stage as versions of apikit did that kept the lock in a parameter. */
async function lockAsBefore(): Promise<void> {
  const holder = {
    who: 'ann',
    where: 'laptop',
    since: new Date(fake.now()).toISOString(),
    what: 'apikit deploy',
    apikit: '0.0.1',
  };
  const Value = JSON.stringify({ entry: 'claim', id: 'theirs', ...holder });
  await (await clients.ssm()).send(
    new PutParameterCommand({ Name: '/apikit/items-api/dev/lock', Value, Type: 'String', Overwrite: true }),
  );
}

/** Sends enough requests for both releases to get some. */
async function ask(): Promise<void> {
  await otherwise(async () => {
    const { url } = await project.json<{ url: string }>(['status', ...STAGE]);
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(`${url}/health`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });
}

interface Step {
  before?: () => unknown;
  argv: string[];
  /** The step has an effect even without a permission that it lacked, so it is not run again. */
  once?: true;
}

const deploy = ['deploy', ...STAGE, '--yes'];

const LIFE: readonly Step[] = [
  { before: () => otherwise(lockAsBefore), argv: ['unlock', ...STAGE, '--yes'] },
  { argv: ['plan', ...STAGE] },
  { argv: deploy },
  { argv: ['keys', 'create', 'ci', '--plan', 'basic', ...STAGE, '--another'] },
  { before: () => otherwise(otherKey), argv: ['keys', 'rotate', 'client', ...STAGE, '--yes'] },
  { argv: ['keys', 'finish', 'client', ...STAGE] },
  { argv: ['plans', 'extend', 'client', '--remaining', '10', ...STAGE] },
  { argv: ['keys', 'move', 'client', '--plan', 'more', ...STAGE] },
  { argv: ['status', ...STAGE] },
  {
    before: () => {
      project.edit('flow.json', (text) => text.replace('function.first', 'function.second'));
      project.edit('layers/extra/data.txt', () => 'changed');
      edit(
        [/memory: \d+/, 'memory: 1024'],
        [/functions: \{ first:/, 'functions: { second:'],
        [/reservedConcurrency: 20/, 'reservedConcurrency: 40'],
        [/batchSize: 5/, 'batchSize: 6'],
        [/jobs: \{ /, 'jobs: { retentionDays: 1, '],
        [
          /items: \{ key: id \}/,
          'items: { key: id, ttl: gone, recovery: false, indexes: { byOwner: { key: owner } } }',
        ],
        [/groups: .*\[read\] \}/, 'groups: [admins, more], scopes: { items: [read, write] }, tokens: { access: 30 }'],
        [/rate: \d+/, 'rate: 11'],
        ...CHANGED_LINES,
        [/alarms: \{ /, 'alarms: { errorRate: 0.5, '],
        [/$/, '\ntags: { team: shop }\nlogs: { retentionDays: 7 }\n'],
        [
          /^function:\n/m,
          `function:\n  role: { permissionsBoundary: "${BOUNDARY}" }\n  permissions: [{ actions: [s3:GetObject], resources: ["arn:\${partition}:s3:::x/y"] }]\n`,
        ],
      );
    },
    argv: deploy,
  },
  {
    before: () => project.answer('getHealth'),
    argv: [...deploy, '--canary', '50'],
  },
  { argv: ['canary', 'status', ...STAGE] },
  { before: ask, argv: ['canary', 'watch', ...STAGE, '--bake', '1m', '--min-requests', '1'], once: true },
  { argv: ['releases', ...STAGE] },
  { argv: ['rollback', ...STAGE, '--yes'] },
  { argv: ['auth', ...STAGE] },
  { argv: ['load', ...STAGE, '--operation', 'getHealth', '--rate', '5', '--for', '1s'] },
  { argv: ['tune', ...STAGE, '--sizes', '256,512', '--operation', 'getHealth'], once: true },
  { argv: ['tail-logs', ...STAGE, '--since', '1h', '--no-follow'] },
  {
    before: async () => {
      await otherwise(meddle);
      edit(
        [/tags: \{ team: shop \}\n/, ''],
        [/reservedConcurrency: 40/, 'reservedConcurrency: false'],
        [/permissionsBoundary: "[^"]*"/, 'permissionsBoundary: false'],
        [/ {2}permissions: .*\n/, ''],
        [/throttled: 5, /, ''],
        [/notify: \[ops@example.com\]/, 'notify: [others@example.com]'],
        [/, scopes: \{ items: \[read, write\] \}/, ''],
      );
    },
    argv: deploy,
  },
  { before: () => edit([/^waf: .*$/m, 'waf: false']), argv: deploy },
  // Only the run that publishes a version of a layer looks for versions that nothing uses.
  { before: () => project.edit('layers/extra/data.txt', () => 'changed again'), argv: deploy },
  { argv: ['openapi', 'export', ...STAGE] },
  { argv: ['alarms', 'test', ...STAGE, '--yes'], once: true },
  { argv: ['alarms', ...STAGE] },
  { argv: ['alarms', 'silence', '--for', '1h', ...STAGE] },
  { argv: ['alarms', 'unsilence', ...STAGE] },
  { argv: ['alarms', 'silence', '--for', '1h', ...STAGE] },
  {
    before: () =>
      otherwise(
        async () =>
          await (await clients.iam()).send(
            new AttachRolePolicyCommand({ RoleName: `${NAME}-us-east-1`, PolicyArn: BOUNDARY }),
          ),
      ),
    argv: ['destroy', ...STAGE, '--yes', '--delete-data'],
    once: true,
  },
];

/** Steps that only read. */
const LOOKING: readonly Step[] = [
  { argv: ['plan', ...STAGE] },
  { argv: ['status', ...STAGE] },
  { argv: ['releases', ...STAGE] },
  { argv: ['canary', 'status', ...STAGE] },
  { argv: ['keys', 'list', ...STAGE] },
  { argv: ['keys', 'show', 'seen', ...STAGE] },
  { argv: ['auth', ...STAGE] },
  { argv: ['openapi', 'export', ...STAGE] },
  { argv: ['tail-logs', ...STAGE, '--since', '1h', '--no-follow'] },
  { argv: ['list'] },
  { argv: ['keys', 'usage', ...STAGE] },
  { argv: ['plans', 'list', ...STAGE] },
  { argv: ['plans', 'show', 'basic', ...STAGE] },
  { argv: ['logs', 'search', 'health', ...STAGE] },
  { argv: ['logs', 'errors', ...STAGE] },
  { argv: ['throttled', ...STAGE] },
  { argv: ['explain', '403', ...STAGE] },
  { argv: ['explain', '502', ...STAGE] },
  { argv: ['doctor', ...STAGE] },
  { argv: ['alarms', ...STAGE] },
  { argv: ['policy', 'runtime', ...STAGE] },
];

interface Told {
  code: number;
  /** The whole output. */
  said: string;
}

async function run(argv: readonly string[]): Promise<Told> {
  refused = [];
  const env = { AWS_ENDPOINT_URL: proxy.endpoint };
  const streams = argv[0] === 'tail-logs';
  const { code, stdout, stderr } = await project.apikit(streams ? argv : [...argv, '--json'], {
    env,
    clock: fake.client,
  });
  await proxy.idle();
  return { code, said: `${stdout}${stderr}` };
}

/** Runs the command as a caller who may do everything. */
async function done(argv: readonly string[]): Promise<void> {
  allow(EVERYTHING);
  const { code, said } = await run(argv);
  expect({ argv, code, said: code === 0 ? '' : said }).toEqual({ argv, code: 0, said: '' });
}

/** Begins a life: the original project, no keys, and no lock of a destroy that could not delete it. */
async function begin(): Promise<void> {
  for (const [name, text] of files) project.edit(name, () => text);
  await done(['unlock', ...STAGE, '--yes']);
  const gateway = await clients.apiGateway();
  const { items = [] } = await gateway.send(new GetApiKeysCommand({}));
  for (const { id } of items) await gateway.send(new DeleteApiKeyCommand({ apiKey: id }));
}

async function documents(kind: string): Promise<string[]> {
  return (await policiesFor(kind)).map((document) => JSON.stringify(document));
}

async function printed(kind: string): Promise<Statement[]> {
  return (await policiesFor(kind)).flatMap(({ Statement }) => Statement);
}

async function policiesFor(kind: string): Promise<readonly PolicyDocument[]> {
  const { documents: parts } = await project.json<{ documents: PolicyDocument[] }>([
    'policy',
    kind,
    ...STAGE,
    '--account',
    ACCOUNT,
  ]);
  return parts;
}

/** `*` matches any text, and a question mark one character. */
function covers(pattern: string, resource: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(resource);
}

/** Runs the steps with as few permissions as possible; returns those that were not needed. */
async function missed(statements: readonly Statement[], steps: readonly Step[]): Promise<string[]> {
  const left = statements.map((statement) => new Set(statement.Action));
  const granted = () =>
    statements.map((statement, index) => ({
      ...statement,
      Action: statement.Action.filter((action) => !left[index]!.has(action)),
    }));
  const grant = ({ action, resource }: (typeof refused)[number]) => {
    const found = statements.findIndex(
      ({ Resource }, index) => left[index]!.has(action) && Resource.some((pattern) => covers(pattern, resource)),
    );
    return found >= 0 && left[found]!.delete(action);
  };
  allow(policyOf([]));
  for (const { before, argv, once } of steps) {
    await before?.();
    for (let outcome = await run(argv); ; outcome = await run(argv)) {
      const { code, said } = outcome;
      if (refused.length === 0)
        expect({ argv, code, said: code === 0 ? '' : said }).toEqual({ argv, code: 0, said: '' });
      if (refused.length === 0) break;
      // A caller without a permission learns which one: from the error, or from the note about what could not be
      // searched.
      expect(
        refused.some(({ action }) => said.toLowerCase().includes(action.toLowerCase())),
        `${argv} ${JSON.stringify(refused)} ${said}`,
      ).toBe(true);
      const helped = refused.filter(grant);
      expect({ argv, helped: helped.length > 0, refused: helped.length > 0 ? [] : refused }).toEqual({
        argv,
        helped: true,
        refused: [],
      });
      allow(policyOf(granted().filter(({ Action }) => Action.length > 0)));
      if (code === 0 && once) break;
    }
  }
  allow(EVERYTHING);
  return statements.flatMap(({ Resource }, index) =>
    [...left[index]!].map((action) => `${action} ${Resource.join(' ')}`),
  );
}

/** The embedded SNS refuses a subscription of a queue without raw delivery, so no deploy can repair one here. */
const NOT_REACHED = ['sns:SetSubscriptionAttributes *'];

it('the deployer policy contains no permission that the life of a stage does not need', async () => {
  expect(await missed(await printed('deployer'), LIFE)).toEqual(NOT_REACHED);
}, 240_000);

it('the deployer policy allows everything in the life of a stage', async () => {
  await begin();
  allow(...(await documents('deployer')));
  for (const { before, argv } of LIFE) {
    await before?.();
    const { code, said } = await run(argv);
    expect({ argv, code, said: code === 0 ? '' : said, refused }).toEqual({ argv, code: 0, said: '', refused: [] });
  }
  allow(EVERYTHING);
});

it('the reader policy allows every look and no change', async () => {
  await begin();
  for (const argv of [deploy, ['keys', 'create', 'seen', '--plan', 'basic', ...STAGE]]) await done(argv);
  allow(...(await documents('reader')));
  for (const { argv } of LOOKING) {
    const { code, said } = await run(argv);
    expect({ argv, code, said: code === 0 ? '' : said, refused }).toEqual({ argv, code: 0, said: '', refused: [] });
  }
  edit([/memory: \d+/, 'memory: 1024']);
  const { code, said } = await run(deploy);
  expect(code).toBe(1);
  expect(said).toMatch(
    /These credentials are not allowed to do dynamodb:UpdateItem on .*apikit-locks.*`apikit policy deployer`/s,
  );
  allow(EVERYTHING);
});

it('a reader can list everything that another stage left behind', async () => {
  await begin();
  edit([/^stages:\n/m, 'stages:\n  other: {}\n']);
  for (const argv of [
    ['deploy', '--yes'],
    ['alarms', 'silence', '--for', '1h'],
  ])
    await done([...argv, '--stage', 'other']);
  const gateway = await clients.apiGateway();
  const { items = [] } = await gateway.send(new GetRestApisCommand({}));
  const restApiId = items.find(({ name }) => name === 'items-api-other')?.id;
  await gateway.send(new DeleteRestApiCommand({ restApiId }));
  allow(...(await documents('reader')));
  const { said } = await run(['list']);
  const { orphans, unsearched } = JSON.parse(said) as { orphans: { kind: string; stage: string }[]; unsearched: [] };
  expect({ unsearched, refused }).toEqual({ unsearched: [], refused: [] });
  const kinds = orphans.filter(({ stage }) => stage === 'other').map(({ kind }) => kind);
  const searched = DEFINITIONS.filter(({ search, listing }) => search || listing).map(({ kind }) => kind);
  // The stage has a REST API without a key. Dashboards and budgets belong to no region, and the embedded cloud lists
  // only one region.
  const others = ['api-key', 'http-api', 'dashboard', 'budget'];
  expect([...new Set(kinds)].sort()).toEqual(searched.filter((kind) => !others.includes(kind)).sort());
  allow(EVERYTHING);
});
