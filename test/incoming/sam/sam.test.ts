/** `apikit import sam`: what a template becomes, and what is listed with its place. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readTemplate } from '../../../src/incoming/sam/read-template.ts';
import { apikit, tempDir } from '../../helpers/cli.ts';

const ORDERS = join(import.meta.dirname, 'orders/template.yaml');
const run = (...argv: string[]) => apikit(['import', 'sam', ...argv], { env: { AWS_REGION: 'eu-west-1' } });

it('a template becomes a project, and what is lost has its line', async () => {
  const dir = join(tempDir(), 'orders');
  const { code, stdout, stderr } = await run(ORDERS, dir);
  expect([code, stderr]).toEqual([0, expect.stringContaining('Wrote 9 files')]);
  expect(stdout).toMatchInlineSnapshot(`
    "Not in the project; a person has to decide:
      ✘ template.yaml:56: The function FeedFunction serves no operation, and is not in the project. Functions for streams and queues are consumers in apikit (docs/tables.md, docs/events.md).
      ✘ template.yaml:60: Bucket (AWS::S3::Bucket) is not in the project. Write it in buckets (docs/uploads.md), or grant an existing one in function.permissions.
      ✘ template.yaml:33: Only the account knows the value of Ref Bucket. It is left out: write it in apikit.yaml, or pass --parameter if it is one of the template.
      ✘ template.yaml:50: Only the account knows the value of Ref Layer. It is left out: write it in apikit.yaml, or pass --parameter if it is one of the template.
      ✘ template.yaml:32: The policy S3ReadPolicy is not kept. Write what the code needs in function.permissions.
      ✘ template.yaml:53: The function is also called by an event of type Schedule. apikit has no such event.

    A deploy changes:
      ~ template.yaml:62: \`apikit status --output url\` prints the URL of a stage, and the same with other names their ARNs.

    "
  `);
  expect(parse(readFileSync(join(dir, 'apikit.yaml'), 'utf8'))).toMatchInlineSnapshot(`
    {
      "cors": {
        "origins": [
          "https://shop.example",
        ],
      },
      "function": {
        "architecture": "x86_64",
        "environment": {
          "MODE": "test",
          "TABLE": "\${table.orders}",
        },
        "handler": "handler.handler",
        "memory": 256,
        "permissions": [
          {
            "actions": [
              "sns:Publish",
            ],
            "resources": [
              "arn:aws:sns:\${region}:\${account}:orders",
            ],
          },
        ],
        "runtime": "nodejs22.x",
        "timeout": 5,
      },
      "name": "orders",
      "region": "eu-west-1",
      "stages": {
        "dev": {},
        "prod": {
          "protected": true,
        },
      },
      "tables": {
        "orders": {
          "key": "id",
        },
      },
      "usagePlans": {
        "basic": {
          "burst": 10,
          "rate": 5,
        },
      },
    }
  `);
  expect(readFileSync(join(dir, 'handler.mjs'), 'utf8')).toContain(`from './orders/list.js'`);
  const contract = parse(readFileSync(join(dir, 'openapi.yaml'), 'utf8')) as { paths: object };
  expect(contract.paths).toMatchObject({
    '/orders': { get: { operationId: 'listFunction', security: [{ key: [] }] } },
    '/orders/{id}': { put: { operationId: 'putFunctionPut', parameters: [{ name: 'id', in: 'path' }] } },
  });
});

it('a parameter decides conditions', async () => {
  const dir = join(tempDir(), 'orders');
  await run(ORDERS, dir, '--parameter', 'Stage=prod');
  expect(readFileSync(join(dir, 'apikit.yaml'), 'utf8')).toContain('MODE: live');
});

/** Writes a template with one function, whose code is in the template unless it says otherwise. */
function written(properties: object, more: object = {}): string {
  const dir = tempDir();
  const Properties = {
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    InlineCode: 'exports.handler = async () => ({ statusCode: 200 });',
    Events: { Get: { Type: 'Api', Properties: { Path: '/', Method: 'get' } } },
    ...properties,
  };
  const Resources = { One: { Type: 'AWS::Serverless::Function', Properties }, ...more };
  writeFileSync(join(dir, 'template.yaml'), JSON.stringify({ Resources }));
  return join(dir, 'template.yaml');
}

it('a statement whose condition only the account knows is left out, instead of allowing more', async () => {
  const statement = (action: string, team: unknown) => ({
    Effect: 'Allow',
    Action: action,
    Resource: 'arn:aws:s3:::mine/a',
    Condition: { StringEquals: { 'aws:PrincipalTag/team': team } },
  });
  const Statement = [statement('s3:PutObject', { 'Fn::ImportValue': 'team' }), statement('s3:GetObject', 'shop')];
  const dir = join(tempDir(), 'shop');
  const { stdout } = await run(written({ Policies: [{ Statement }] }), dir, '--name', 'shop');
  expect(stdout).toContain('Fn::ImportValue team');
  const text = readFileSync(join(dir, 'apikit.yaml'), 'utf8');
  expect(text).toContain('s3:GetObject');
  expect(text).not.toContain('s3:PutObject');
});

it('an event of an HTTP API becomes an HTTP API with its payload, and an authorizer one of the project', async () => {
  const Auth = { Authorizers: { People: { UserPoolArn: { 'Fn::GetAtt': 'Pool.Arn' } } }, DefaultAuthorizer: 'People' };
  const events = {
    Get: { Type: 'HttpApi', Properties: { Path: '/a', Method: 'GET' } },
    Open: { Type: 'HttpApi', Properties: { Path: '/b', Method: 'any', Auth: { Authorizer: 'NONE' } } },
  };
  const template = written({ Events: events }, { Api: { Type: 'AWS::Serverless::HttpApi', Properties: { Auth } } });
  const dir = join(tempDir(), 'web');
  const { stderr } = await run(template, dir, '--name', 'web');
  expect(stderr).toContain('apikit add authorizer People');
  expect(parse(readFileSync(join(dir, 'apikit.yaml'), 'utf8'))).toMatchObject({
    name: 'web',
    api: 'http',
    payload: '2.0',
  });
  const { paths } = parse(readFileSync(join(dir, 'openapi.yaml'), 'utf8')) as { paths: Record<string, object> };
  expect(paths['/a']).toMatchObject({ get: { security: [{ People: [] }] } });
  expect(paths['/b']).toHaveProperty('x-amazon-apigateway-any-method');
  expect(paths['/b']).not.toHaveProperty('x-amazon-apigateway-any-method.security');
});

it('a rule of an HTTP API is listed, because such a stage has no rules', async () => {
  const Events = { On: { Type: 'EventBridgeRule', Properties: { Pattern: { source: ['shop'] } } } };
  const Two = {
    Type: 'AWS::Serverless::Function',
    Properties: { Handler: 'index.handler', Runtime: 'nodejs22.x', InlineCode: 'exports.handler = 1', Events },
  };
  const template = written({ Events: { Get: { Type: 'HttpApi', Properties: { Path: '/', Method: 'get' } } } }, { Two });
  const dir = join(tempDir(), 'web');
  const { stdout } = await run(template, dir, '--name', 'web');
  expect(stdout).toContain('The function Two serves no operation, and is not in the project.');
  expect(parse(readFileSync(join(dir, 'apikit.yaml'), 'utf8'))).not.toHaveProperty('eventRules');
});

it('a document of the template is the contract, and its functions are in the router', async () => {
  const uri = {
    'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${One.Arn}/invocations`,
  };
  const DefinitionBody = {
    openapi: '3.0.3',
    info: { title: 'Shop', version: '1' },
    paths: {
      '/things': {
        get: {
          operationId: 'listThings',
          responses: { 200: { description: 'All' } },
          'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri },
        },
      },
    },
  };
  const template = written({ Events: {} }, { Api: { Type: 'AWS::Serverless::Api', Properties: { DefinitionBody } } });
  const dir = join(tempDir(), 'web');
  expect((await run(template, dir)).code).toBe(0);
  expect(readFileSync(join(dir, 'openapi.yaml'), 'utf8')).toContain('operationId: listThings');
  expect(readFileSync(join(dir, 'index.js'), 'utf8')).toContain('statusCode: 200');
});

describe('it refuses what it cannot import, and writes nothing', () => {
  it.each([
    [written({ Runtime: 'java21' }), 'function One has the runtime java21, and apikit deploys Node.js and Python.'],
    [written({ Events: {} }), 'The template has no API: no function has an event of type Api or HttpApi.'],
    [written({ InlineCode: undefined, CodeUri: 's3://a/b.zip' }), 'the code of One is not in a folder'],
    [written({ InlineCode: undefined, CodeUri: '../other' }), 'leads out of the folder of the template'],
    [written({ InlineCode: undefined, CodeUri: 'nothing' }), 'which is not a folder'],
    [join(tempDir(), 'none.yaml'), 'cannot be read (ENOENT)'],
  ])('%s', async (template, message) => {
    const dir = join(tempDir(), 'out');
    const { code, stderr } = await run(template, dir);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(() => readFileSync(join(dir, 'apikit.yaml'))).toThrow('ENOENT');
  });

  it('a full folder, a parameter without a value, an unknown parameter, a file that is no template', async () => {
    const full = tempDir();
    mkdirSync(join(full, 'mine'));
    expect((await run(ORDERS, full)).stderr).toContain('is not empty');
    expect((await run(ORDERS, join(full, 'x'), '--parameter', 'Stage')).stderr).toContain('needs a name and a value');
    expect((await run(ORDERS, join(full, 'x'), '--parameter', 'A=b')).stderr).toContain('has no parameter A');
    const other = join(full, 'other.yaml');
    writeFileSync(other, 'a: 1\n');
    expect((await run(other, join(full, 'x'))).stderr).toContain('has no Resources');
  });
});

describe('the guards of operations do not become weaker', () => {
  const guarded = (ofApi: object, ofEvent: object) => {
    const Events = { Get: { Type: 'Api', Properties: { Path: '/', Method: 'get', Auth: ofEvent } } };
    return written({ Events }, { Api: { Type: 'AWS::Serverless::Api', Properties: { Auth: ofApi } } });
  };

  it.each([
    [{ DefaultAuthorizer: { Ref: 'Door' } }, {}],
    [{}, { Authorizer: { Ref: 'Door' } }],
    [{}, { ApiKeyRequired: { Ref: 'Door' } }],
  ])('a guard that only the account knows is refused: %j %j', async (ofApi, ofEvent) => {
    const { code, stderr } = await run(guarded(ofApi, ofEvent), join(tempDir(), 'out'));
    expect([code, stderr]).toEqual([2, expect.stringContaining('Who may call is Ref Door')]);
  });

  it.each([
    [{ ResourcePolicy: { SourceVpcWhitelist: { Ref: 'Vpc' } } }, {}],
    [{}, { ResourcePolicy: { IpRangeWhitelist: ['10.0.0.0/8'] } }],
  ])('a policy needs a decision: %j %j', async (ofApi, ofEvent) => {
    const { code, stderr } = await run(guarded(ofApi, ofEvent), join(tempDir(), 'out'));
    expect([code, stderr]).toEqual([2, expect.stringContaining('--accept resource-policy')]);
  });

  it('a key that a parameter requires is required, and an authorizer that nobody defines lets nobody pass', async () => {
    const dir = join(tempDir(), 'out');
    await run(guarded({}, { ApiKeyRequired: 'true', Authorizer: '../../door' }), dir, '--name', 'web');
    const { paths } = parse(readFileSync(join(dir, 'openapi.yaml'), 'utf8')) as { paths: Record<string, object> };
    expect(paths['/']).toMatchObject({ get: { security: [{ 'unknown-authorizer': [], key: [] }] } });
  });
});

describe('consumers of a template', () => {
  const topic = { Topic: { Type: 'AWS::SNS::Topic' }, MailQueue: { Type: 'AWS::SQS::Queue' } };
  const subscription = (more: object) => ({
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: { 'Fn::GetAtt': 'MailQueue.Arn' }, ...more },
  });
  const listed = async (resources: object) => {
    const dir = join(tempDir(), 'out');
    const { stdout } = await run(written({}, resources), dir, '--name', 'web');
    return { stdout, config: parse(readFileSync(join(dir, 'apikit.yaml'), 'utf8')) as Record<string, object> };
  };

  it('a queue of a topic gets messages without an envelope, which the report says unless it did before', async () => {
    const raw = await listed({ ...topic, Sub: subscription({ RawMessageDelivery: true }) });
    expect(raw.stdout).toBe('');
    expect(raw.config.topics).toEqual({ topic: { subscribe: ['mail'] } });
    const wrapped = await listed({ ...topic, Sub: subscription({}) });
    expect(wrapped.stdout).toContain('without the envelope of SNS');
    const filtered = await listed({ ...topic, Sub: subscription({ FilterPolicy: { a: ['b'] } }) });
    expect([filtered.config.topics, filtered.stdout]).toEqual([{ topic: {} }, expect.stringContaining('has a filter')]);
  });

  it('a rule that changes its events has no consumer', async () => {
    const rule = (more: object) => ({
      Two: {
        Type: 'AWS::Serverless::Function',
        Properties: {
          Handler: 'index.handler',
          Runtime: 'nodejs22.x',
          InlineCode: 'exports.handler = async () => {};',
          Events: { On: { Type: 'EventBridgeRule', Properties: { Pattern: { source: ['shop'] }, ...more } } },
        },
      },
    });
    expect((await listed(rule({}))).config).toHaveProperty('eventRules.two-on.pattern', { source: ['shop'] });
    expect((await listed(rule({ InputPath: '$.detail' }))).config).not.toHaveProperty('eventRules');
    expect((await listed(rule({ State: 'DISABLED' }))).config).not.toHaveProperty('eventRules');
  });
});

describe('a template of a stranger', () => {
  const code = { Handler: 'index.handler', Runtime: 'nodejs22.x', InlineCode: 'exports.handler = 1' };
  const event = { Get: { Type: 'Api', Properties: { Path: '/b', Method: 'get' } } };
  const inFolder = { InlineCode: undefined, CodeUri: 'code' };

  /** Writes a template with files beside it, and private files in the folder above. */
  function beside(properties: object, more: object = {}): string {
    const template = written(properties, more);
    const folder = dirname(template);
    mkdirSync(join(folder, '.hidden'));
    writeFileSync(join(folder, '.hidden', 'index.js'), 'exports.handler = 1');
    writeFileSync(join(folder, '.hidden', 'api.yaml'), 'openapi: 3.0.3');
    const outside = tempDir();
    writeFileSync(join(outside, 'index.js'), 'exports.handler = 1');
    writeFileSync(join(outside, 'api.yaml'), 'openapi: 3.0.3');
    symlinkSync(outside, join(folder, 'code'));
    symlinkSync(join(folder, '.hidden'), join(folder, 'inside'));
    symlinkSync(join(outside, 'api.yaml'), join(folder, 'link.yaml'));
    writeFileSync(join(folder, 'credentials'), 'key: 1');
    return template;
  }
  const api = (DefinitionUri: string) =>
    beside({}, { Api: { Type: 'AWS::Serverless::Api', Properties: { DefinitionUri } } });

  it.each([
    [
      'a logical ID with steps upwards',
      beside(
        {},
        { '../../../escaped/left-pad': { Type: 'AWS::Serverless::Function', Properties: { ...code, Events: event } } },
      ),
      'template.yaml:1: The logical ID "../../../escaped/left-pad" has other characters',
    ],
    ['code behind a link', beside(inFolder), 'code, which leads out of the folder of the template'],
    ['hidden code', beside({ ...inFolder, CodeUri: '.hidden' }), '.hidden, which is hidden'],
    ['hidden code behind a link', beside({ ...inFolder, CodeUri: 'inside' }), 'inside, which is hidden'],
    ['code of a package', beside({ ...inFolder, CodeUri: 'node_modules/left-pad' }), 'belongs to installed packages'],
    ['a hidden document', api('.hidden/api.yaml'), '.hidden/api.yaml is a hidden file'],
    ['a document behind a link', api('link.yaml'), 'link.yaml is a link to a place outside'],
    ['a document outside', api('../../etc/api.yaml'), 'is outside'],
    ['a document that is none', api('./credentials'), 'credentials is not a .json, .yaml or .yml file'],
  ])('has %s', async (_title, template, message) => {
    const dir = join(tempDir(), 'a', 'b', 'out');
    const { code: exit, stderr } = await run(template, dir);
    expect([exit, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(dir)).toBe(false);
    expect(existsSync(join(dir, '../../../escaped'))).toBe(false);
  });

  it('code that is named through the folder above stays below the project', async () => {
    const template = written(inFolder);
    const folder = dirname(template);
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src', 'index.js'), 'exports.handler = async () => ({ statusCode: 200 });');
    const CodeUri = `../${basename(folder)}/src`;
    writeFileSync(
      template,
      readFileSync(template, 'utf8').replace('"CodeUri":"code"', JSON.stringify({ CodeUri }).slice(1, -1)),
    );
    const dir = join(tempDir(), 'out');
    expect((await run(template, dir, '--name', 'web')).code).toBe(0);
    expect(existsSync(join(dir, 'src', 'index.js'))).toBe(true);
    expect(readFileSync(join(dir, 'apikit.yaml'), 'utf8')).toContain('handler: src/index.handler');
  });
});

it('functions of CloudFormation are resolved as far as a template tells their values', () => {
  const { resources, unresolved } = readTemplate(
    `Parameters: { Env: { Type: String, Default: dev } }
Mappings: { Sizes: { dev: { memory: 128 } } }
Conditions:
  Dev: !Equals [!Ref Env, dev]
  Both: !And [!Condition Dev, !Not [!Equals [a, b]]]
Resources:
  Things: { Type: AWS::DynamoDB::Table }
  One:
    Type: AWS::Serverless::Function
    Properties:
      MemorySize: !FindInMap [Sizes, !Ref Env, memory]
      Description: !Join ['-', [a, !Ref Env, !Select [1, [x, y]]]]
      Timeout: !If [Both, 7, 9]
      Role: !If [Dev, !Ref AWS::NoValue, x]
      Environment:
        Variables:
          A: !Sub '\${AWS::StackName}/\${Things}/\${!Literal}'
          B: !Sub ['\${X}!', { X: !GetAtt Things.Arn }]
          C: !ImportValue other
`.replaceAll('!Condition Dev', '{ Condition: Dev }'),
    'template.yaml',
    {},
  );
  expect(resources[1]?.properties).toEqual({
    MemorySize: 128,
    Description: 'a-dev-y',
    Timeout: 7,
    Environment: { Variables: { A: `\${app}-\${stage}/\${table.things}/\${Literal}`, B: `\${table.things.arn}!` } },
  });
  expect(unresolved).toEqual([
    { place: 'template.yaml:19', why: 'Only the account knows the value of Fn::ImportValue other.' },
  ]);
});
