/** The settings that an API made by hand becomes, and the report about it. */
import { expect, it } from 'vitest';
import { functionOfUri } from '../../src/aws/hand-made/function-uri.ts';
import { adoptedConfig } from '../../src/incoming/live/adopted-config.ts';
import { findingsAbout } from '../../src/incoming/live/findings.ts';
import { functionsIn, importable, type LiveApi, operationsIn } from '../../src/incoming/live/live-api.ts';
import { keptOf } from '../../src/incoming/live/permissions.ts';
import { preflightsOf } from '../../src/incoming/live/preflight.ts';
import { makeZip } from '../local/lambda/zip.ts';

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:';
const uri = (fn: string) => `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${fn}/invocations`;
const proxy = (fn: string, more: object = {}) => ({
  ...more,
  'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: uri(ARN + fn) },
});
const preflight = (origin: string) => ({
  'x-amazon-apigateway-integration': {
    type: 'mock',
    responses: {
      default: {
        statusCode: '200',
        responseParameters: {
          'method.response.header.Access-Control-Allow-Origin': `'${origin}'`,
          'method.response.header.Access-Control-Allow-Headers': "'Content-Type,X-Api-Key'",
        },
      },
    },
  },
});

it.each([
  [uri(`${ARN}items`), { name: 'items' }],
  [uri(`${ARN}items:live`), { name: 'items', qualifier: 'live' }],
  [uri(`${ARN}\${stageVariables.fn}`), { name: 'items-prod' }],
  ['arn:aws:apigateway:eu-west-1:sqs:path/111122223333/orders', undefined],
  ['https://example.com/functions/x/invocations', undefined],
])('the function of %s', (given, found) => {
  expect(functionOfUri(given, { fn: 'items-prod' })).toEqual(found);
});

const document = {
  openapi: '3.0.1',
  servers: [{ url: 'https://a.execute-api.eu-west-1.amazonaws.com/{basePath}' }],
  components: {
    securitySchemes: {
      tokens: { 'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: uri(`${ARN}who`) } },
    },
  },
  paths: {
    '/items': {
      get: proxy('read'),
      post: proxy('write', { requestBody: { content: {} } }),
      options: preflight('https://shop.example'),
    },
    '/items/{id}': { 'x-amazon-apigateway-any-method': proxy('write'), options: preflight('*') },
  },
};

const fn = (name: string, Variables: object, more: object = {}) => ({
  name,
  configuration: { Handler: 'index.handler', Runtime: 'nodejs22.x', Timeout: 60, Environment: { Variables }, ...more },
  zip: makeZip({ 'index.js': 'exports.handler = async () => ({});' }),
  role: 'arn:aws:iam::111122223333:role/service-role/items-runner',
  policies: [],
  openToAllApis: false,
});

const live = {
  id: 'a1b2c3d4e5',
  api: { id: 'a1b2c3d4e5', name: 'Items API', tags: { team: 'shop', 'aws:cloudformation:stack-name': 'shop-stack' } },
  stage: {
    stageName: 'prod',
    methodSettings: { '~1items/GET': { throttlingRateLimit: 5, throttlingBurstLimit: 10 } },
    canarySettings: { percentTraffic: 10 },
  },
  otherStages: ['test'],
  document,
  functions: [
    fn('read', { TABLE: 'Items', MODE: 'a', API_TOKEN: 'ghp_0123456789abcdefghijklmnopqrstuvwxyz' }),
    fn('write', { TABLE: 'Items', MODE: 'b', CORS_ORIGINS: '*' }, { Layers: [{ Arn: 'arn:layer' }] }),
  ],
  tables: [
    {
      name: 'Items',
      provisioned: true,
      settings: {
        partitionKey: { name: 'id', type: 'S' },
        sortKey: { name: 'at', type: 'N' },
        indexes: { byOwner: { partitionKey: { name: 'owner', type: 'S' }, projection: 'keys' } },
        pointInTimeRecovery: true,
        deletionProtection: true,
        encryption: true,
        timeToLive: 'expires',
        tags: {},
      },
    },
    {
      name: 'items_feed',
      provisioned: false,
      settings: {
        partitionKey: { name: 'id', type: 'S' },
        pointInTimeRecovery: true,
        deletionProtection: false,
        encryption: true,
        stream: true,
        timeToLive: false,
        tags: {},
      },
    },
  ],
  plans: [
    {
      plan: {
        id: 'plan1',
        name: 'Gold',
        apiStages: [
          { apiId: 'a1b2c3d4e5', stage: 'prod', throttle: { '/items/GET': { rateLimit: 1, burstLimit: 2 } } },
        ],
        throttle: { rateLimit: 10, burstLimit: 20 },
      },
      keys: [],
    },
    {
      plan: {
        id: 'plan2',
        name: 'Both',
        apiStages: [
          { apiId: 'a1b2c3d4e5', stage: 'prod' },
          { apiId: 'x', stage: 'y' },
        ],
      },
      keys: ['k'],
    },
  ],
  alarms: [],
  domains: ['api.example.com/v1'],
} as unknown as LiveApi;

it('operations are those without preflights, and each has its function', () => {
  expect(operationsIn(document).map(({ route }) => route)).toEqual(['GET /items', 'POST /items', 'ANY /items/{id}']);
  expect(functionsIn(document, live.stage)).toEqual([
    { name: 'read', routes: ['GET /items'] },
    { name: 'write', routes: ['POST /items', 'ANY /items/{id}'] },
  ]);
});

it('the contract gets the throttles of single operations, and no address', () => {
  const contract = importable(document, live.stage);
  expect(contract).not.toHaveProperty('servers');
  expect(contract).toMatchObject({
    paths: { '/items': { get: { 'x-apikit': { throttle: { rate: 5, burst: 10 } } } } },
  });
  expect(document.paths['/items'].get).not.toHaveProperty('x-apikit');
});

it('the preflight of the first path is cors, and others are named', () => {
  expect(preflightsOf(document)).toEqual({
    cors: { origins: ['https://shop.example'], allowHeaders: ['content-type', 'x-api-key'] },
    others: ['/items/{id}'],
  });
});

const code = {
  files: [],
  handler: 'handler.handler',
  modules: new Map(),
  runtime: 'nodejs22.x',
  data: [],
  installs: false,
  findings: [],
};

it('settings become apikit.yaml', () => {
  const { config, findings } = adoptedConfig(live, code, { name: 'shop', region: 'eu-west-1' });
  expect(config).toEqual({
    name: 'shop',
    region: 'eu-west-1',
    function: {
      handler: 'handler.handler',
      runtime: 'nodejs22.x',
      memory: 128,
      timeout: 29,
      environment: { TABLE: `\${table.items}`, MODE: 'a' },
    },
    tables: {
      items: {
        key: 'id',
        sortKey: 'at',
        sortKeyType: 'number',
        indexes: { byOwner: { key: 'owner', projection: 'keys' } },
        ttl: 'expires',
      },
      'items-feed': { key: 'id', import: 'items_feed' },
    },
    cors: { origins: ['https://shop.example'], allowHeaders: ['content-type', 'x-api-key'] },
    usagePlans: { gold: { rate: 10, burst: 20, operations: { 'GET /items': { rate: 1, burst: 2 } } } },
    tags: { team: 'shop' },
    stages: {
      dev: {},
      prod: {
        protected: true,
        adopts: { api: 'a1b2c3d4e5', tables: { items: 'Items' }, usagePlans: { gold: 'plan1' } },
      },
    },
  });
  expect(findings.map(({ about, place, says }) => `${about} ${place}: ${says}`)).toMatchInlineSnapshot(`
    [
      "lost function read: Its variable API_TOKEN seems to contain a secret, which is not written into a file. Before the deploy, store it in Parameter Store or Secrets Manager, write its reference in function.secrets, and let the code read it.",
      "lost function write: Its variable MODE has another value than that of function read, which is in the project: the functions are one function there. Give one of them another name, in the code as well.",
      "lost function write: Its variable CORS_ORIGINS has a name that apikit sets itself. Use another name, in the code as well.",
      "stays table Items: It has provisioned capacity, which stays as it is. apikit creates tables on demand.",
      "stays table items_feed: It has a stream, which somebody may read, so the stage uses the table as it is (import) and does not take it over: apikit would turn the stream off.",
      "stays usage plan Both (plan2): It also covers x:y, so the stage does not take it over. The keys in it (1) keep working, and apikit does not know them.",
      "lost OPTIONS /items/{id}: Its preflight allows something else than that of other paths. apikit has one cors setting for all paths, which is that of the first one.",
    ]
  `);
  expect(JSON.stringify([config, findings])).not.toContain('ghp_');
});

it('the report names what is lost and what changes', () => {
  const said = findingsAbout(live, 'shop').map(({ about, place, says }) => `${about} ${place}: ${says}`);
  expect(said).toMatchInlineSnapshot(`
    [
      "lost API Items API (a1b2c3d4e5): It belongs to the CloudFormation stack shop-stack, whose next update would put its own definition back. Give its resources DeletionPolicy: Retain and remove them from the stack before the deploy.",
      "changes API Items API (a1b2c3d4e5): Its name becomes shop-prod, by which metrics and searches find it. ID and URL stay.",
      "changes API Items API (a1b2c3d4e5): Errors of API Gateway itself (403, 429 …) have the envelope {code, message, details, requestId} after the deploy.",
      "changes API Items API (a1b2c3d4e5): API Gateway checks parameters and bodies against the contract after the deploy, which it does not do now in POST /items: callers who send others get 400.",
      "stays API Items API (a1b2c3d4e5): Its other stages (test) keep serving what they serve. apikit does not manage them, and destroy does not delete the API while it has them.",
      "changes stage prod: It has no access log, and gets one.",
      "lost stage prod: It has a canary, under which no release goes live. End it in the console before the deploy.",
      "lost authorizer tokens: The function who decides. In apikit an authorizer is part of the project: take its code over into what \`apikit add authorizer tokens\` writes. Nothing is deployed before.",
      "changes function read, function write: They become one function with a router (handler.mjs), which has the most memory and time of them, and all of their permissions and variables.",
      "changes function read: Its log is kept for ever. The log of the new function is kept for 30 days: see logs.retentionDays.",
      "changes function read: It may run for 60 seconds, and API Gateway waits for 29. The new function has 29.",
      "stays function read: It, its role items-runner and its log stay as they are. The API does not call it after the deploy: when nothing else does, delete it with aws lambda delete-function --function-name read.",
      "changes function write: Its log is kept for ever. The log of the new function is kept for 30 days: see logs.retentionDays.",
      "changes function write: It may run for 60 seconds, and API Gateway waits for 29. The new function has 29.",
      "lost function write: It has the layers arn:layer. Install what they contain as packages of the project, or name them in function.layers with the packages that they provide.",
      "stays function write: It, its role items-runner and its log stay as they are. The API does not call it after the deploy: when nothing else does, delete it with aws lambda delete-function --function-name write.",
      "stays domain api.example.com/v1: It keeps leading to the API. Write domain in the stage if apikit should manage it.",
    ]
  `);
});

it.each([
  [{ Effect: 'Allow', Action: '*', Resource: '*' }, []],
  [{ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' }, []],
  [{ Effect: 'Allow', Action: ['logs:*', 'xray:PutTraceSegments'], Resource: '*' }, []],
  [
    {
      Effect: 'Allow',
      Action: ['dynamodb:Get*', 'dynamodb:CreateTable'],
      Resource: ['arn:aws:dynamodb:*:*:table/Items'],
    },
    [{ actions: ['dynamodb:GetItem'], resources: [`\${table.items.arn}`, `\${table.items.arn}/index/*`] }],
  ],
  [
    {
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::a/*',
      Condition: { Bool: { 'aws:SecureTransport': 'true' } },
    },
    [
      {
        actions: ['s3:GetObject'],
        resources: ['arn:aws:s3:::a/*'],
        conditions: { Bool: { 'aws:SecureTransport': 'true' } },
        why: expect.stringContaining('policy p'),
      },
    ],
  ],
])('a statement of the role: %j', (statement, permissions) => {
  expect(keptOf(statement, ['items'], 'policy p').permissions).toEqual(permissions);
});
