/** The report about a service says what is not in the project, and the project has the rest. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { imported, NODE, yaml } from './written-service.ts';

const HTTP = { http: 'GET /a' };
const one = (settings: object = {}) => ({ one: { handler: 'one.run', events: [HTTP], ...settings } });

it('settings that the project does not have are listed', async () => {
  const { says } = await imported({
    provider: {
      ...NODE,
      apiGateway: { disableDefaultEndpoint: true },
      iam: { role: { permissionsBoundary: 'arn:aws:iam::123456789012:policy/b', statements: [] } },
      logDataProtectionPolicy: {},
    },
    functions: one({ disableLogs: true, tags: { a: 'b' }, logRetentionInDays: 7, constructor: 1 }),
    resources: [{ Outputs: { A: { Value: 1 } } }, { extensions: { Api: {} } }],
    toString: 1,
  });
  expect(says).toEqual([
    expect.stringContaining('disableLogs of one is not in the project. apikit has no such setting.'),
    expect.stringContaining('tags of one is not in the project. Write tags'),
    expect.stringContaining('logRetentionInDays of one is not in the project. Write logs'),
    expect.stringContaining('constructor of one is not in the project. apikit has no such setting.'),
    expect.stringContaining('toString is not in the project. apikit has no such setting.'),
    expect.stringContaining('logDataProtectionPolicy of the provider is not in the project.'),
    expect.stringContaining('permissionsBoundary of the role is not in the project. Write function.role'),
    expect.stringContaining('The URL of API Gateway works again.'),
    expect.stringContaining('`apikit status --output url` prints'),
    expect.stringContaining('extensions of resources is not in the project.'),
  ]);
});

it('events that the project does not have are listed, whatever their names', async () => {
  const events: unknown[] = [
    HTTP,
    { http: { method: 'get', path: `\${ssm:/path}` } },
    { stream: 'arn:aws:kinesis:eu-west-1:123456789012:stream/a' },
    { constructor: {} },
    { websocket: '$connect' },
    'alexaSkill',
  ];
  const { says, dir } = await imported({ provider: NODE, functions: one({ events }) });
  expect(yaml(dir, 'openapi.yaml')).toHaveProperty('paths', { '/a': expect.anything() as object });
  expect(says).toEqual([
    expect.stringContaining(`The files do not tell the value of \${ssm:/path}.`),
    expect.stringContaining('The path or the method of the event is not known.'),
    expect.stringContaining('an event of type constructor. apikit has no such event.'),
    expect.stringContaining('an event of type websocket. apikit has no WebSocket APIs.'),
    expect.stringContaining('an event of type alexaSkill. apikit has no such event.'),
    expect.stringContaining('an event of type Kinesis. apikit has no such event.'),
  ]);
});

const QUEUES = { Resources: { AQueue: { Type: 'AWS::SQS::Queue' }, BQueue: { Type: 'AWS::SQS::Queue' } } };
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const consumer = (sqs: object) => ({ handler: 'one.run', events: [{ sqs }] });

it('consumers have files of their own, and what they do not have is listed', async () => {
  const long = 'consume-all-of-the-orders-of-shop';
  const { says, dir } = await imported({
    provider: NODE,
    functions: {
      ...one(),
      [`${long}-a`]: consumer({ arn: arn('AQueue'), batchSize: 100, maximumBatchingWindow: 5 }),
      [`${long}-b`]: { ...consumer({ arn: arn('BQueue') }), timeout: 300, memorySize: 2048 },
    },
    resources: {
      Resources: {
        AQueue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'a', VisibilityTimeout: 5 } },
        BQueue: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: 'alias/a' } },
      },
    },
  });
  const { queues, function: fn } = yaml(dir) as unknown as Record<string, Record<string, Record<string, unknown>>>;
  const files = [queues!.a!.consumer, queues!.b!.consumer].map(String);
  expect(new Set(files).size).toBe(2);
  for (const file of files) expect(existsSync(join(dir, file))).toBe(true);
  expect([queues!.a!.visibilityTimeout, fn!.memory]).toEqual([30, 2048]);
  expect([...says].sort()).toEqual(
    [
      'A call of the consumer gets at most 10 messages, and not 100.',
      'A consumer may run for 30 seconds, and not for 300. Let it take fewer messages at once.',
      'A message comes again after the 30 seconds that a consumer may run, not after 5.',
      'KmsMasterKeyId of BQueue is not in the project. SQS encrypts with a key of its own. To use one of yours, make the queue yourself, and write import.',
      `MaximumBatchingWindowInSeconds of the event of ${long}-a is not in the project. apikit has no window in which messages are collected.`,
      'QueueName of AQueue is not in the project. apikit names queues after app and stage. To use one that exists, write import.',
    ].sort(),
  );
});

it.each([
  ['is disabled', { enabled: false }],
  ['has a filter', { filterPatterns: [{ body: ['a'] }] }],
])('a queue whose event %s has no consumer', async (_title, settings) => {
  const { says, dir } = await imported({
    provider: NODE,
    functions: {
      ...one({ events: [HTTP, { sqs: { arn: arn('BQueue') } }] }),
      two: consumer({ arn: arn('AQueue'), ...settings }),
    },
    resources: QUEUES,
  });
  expect(readFileSync(join(dir, 'apikit.yaml'), 'utf8')).not.toContain('consumer');
  expect(says).toEqual([
    expect.stringContaining('The function two serves no operation, and is not in the project.'),
    expect.stringContaining('The function is also called by an event of type SQS.'),
  ]);
});

it('two resources that would have one name are refused', async () => {
  const resources = {
    Resources: { ItemsTable: { Type: 'AWS::DynamoDB::Table' }, Items: { Type: 'AWS::DynamoDB::Table' } },
  };
  const { code, stdout, stderr } = await imported({ provider: NODE, functions: one(), resources });
  expect([code, stdout + stderr]).toEqual([2, expect.stringContaining('would both be tables.items')]);
});

it('an authorizer brings its variables and statements', async () => {
  const statement = { Effect: 'Allow', Action: 'kms:Verify', Resource: 'arn:aws:kms:eu-west-1:123456789012:key/a' };
  const door = { handler: 'one.run', environment: { ISSUER: 'shop', NONE: null }, iamRoleStatements: [statement] };
  const { says, dir } = await imported({
    provider: NODE,
    functions: { ...one({ events: [{ http: { path: 'a', method: 'get', authorizer: 'door' } }] }), door },
  });
  expect(says).toEqual([]);
  expect(yaml(dir).function).toMatchObject({
    environment: { ISSUER: 'shop' },
    permissions: [{ actions: ['kms:Verify'] }],
  });
  expect(readFileSync(join(dir, 'handler.mjs'), 'utf8')).toContain(`import { run as authorizer } from './one.js';`);
});

it('the files of the packages of all functions are copied', async () => {
  const service = {
    provider: NODE,
    package: { individually: true, patterns: ['!**'] },
    functions: { one: { handler: 'src/one.run', events: [HTTP], package: { patterns: ['src/**', '!src/*.txt'] } } },
  };
  const { code, dir } = await imported(service, { 'src/one.js': 'exports.run = 1', 'src/a.txt': '', 'README.md': '' });
  expect(code).toBe(0);
  expect(['src/one.js', 'src/a.txt', 'one.js'].map((path) => existsSync(join(dir, path)))).toEqual([
    true,
    false,
    false,
  ]);
});

it('a schema by its name is that of the service, and one without a place is listed', async () => {
  const request = (name: string) => ({ schemas: { 'application/json': name } });
  const http = (path: string, name: string) => ({ http: { path, method: 'post', request: request(name) } });
  const { says, dir } = await imported({
    provider: { ...NODE, apiGateway: { request: { schemas: { item: { schema: { type: 'object' } } } } } },
    functions: one({ events: [http('a', 'item'), http('b', 'constructor')] }),
  });
  const { paths } = yaml(dir, 'openapi.yaml') as unknown as { paths: Record<string, { post: object }> };
  expect(paths['/a']!.post).toHaveProperty('requestBody.content.application/json.schema.type', 'object');
  expect(paths['/b']!.post).not.toHaveProperty('requestBody');
  expect(says).toContainEqual('The schema of the body, constructor, is not in the files. Write it in openapi.yaml.');
});

it('values that the functions cannot have together are listed', async () => {
  const two = { handler: 'one.run', runtime: 'nodejs20.x', events: [{ http: 'GET /b' }] };
  const vpc = { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] };
  const { says, dir } = await imported({ provider: NODE, functions: { ...one(), two: { ...two, vpc } } });
  expect(yaml(dir).function).toMatchObject({ runtime: 'nodejs22.x', vpc: { subnets: ['subnet-1'] } });
  expect(says).toEqual([
    'Runtime of two differs from that of one, which the project has for all functions.',
    'VpcConfig of one differs from that of two, which the project has for all functions.',
  ]);
});

it('names a statement of the service once, however many functions have it', async () => {
  const statement = { Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' };
  const { says } = await imported({
    provider: { ...NODE, iam: { role: { statements: [statement] } } },
    functions: {
      a: { handler: 'one.run', events: [{ http: 'GET /a' }] },
      b: { handler: 'one.run', events: [{ http: 'GET /b' }] },
    },
  });
  expect(says.filter((text) => text.includes('"Deny"'))).toHaveLength(1);
});

it('leaves out a statement whose condition is not known, instead of allowing more', async () => {
  const statement = (action: string, team: unknown) => ({
    Effect: 'Allow',
    Action: action,
    Resource: 'arn:aws:s3:::mine/a',
    Condition: { StringEquals: { 'aws:PrincipalTag/team': team } },
  });
  const statements = [
    statement('s3:GetObject', `\${ssm:/team}`),
    statement('s3:PutObject', { 'Fn::ImportValue': 'team' }),
    statement('s3:DeleteObject', 'shop'),
  ];
  const { dir, says } = await imported({
    provider: { ...NODE, iam: { role: { statements } } },
    functions: { a: { handler: 'one.run', events: [{ http: 'GET /a' }] } },
  });
  const { permissions } = yaml(dir).function as unknown as { permissions: object[] };
  expect(permissions).toEqual([
    expect.objectContaining({
      actions: ['s3:DeleteObject'],
      conditions: { StringEquals: { 'aws:PrincipalTag/team': 'shop' } },
    }),
  ]);
  expect(says.filter((text) => /ssm:|ImportValue/.test(text))).toHaveLength(2);
});
