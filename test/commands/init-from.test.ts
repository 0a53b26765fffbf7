/**
 * Handlers in the style of tutorials: two files are written beside them, and they are deployed and invoked unchanged.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { takesCallbacks } from '../../src/bundle/node/callback-handler.ts';
import { CURRENT_RUNTIMES } from '../../src/config/runtimes.ts';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { readHandler } from '../../src/templates/from-handler/read-handler.ts';
import { apikit, tempDir } from '../helpers/cli.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';

const NODE_CRUD = `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand, DeleteCommand } from "@aws-sdk/lib-dynamodb";

const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const tableName = process.env.TABLE_NAME;

export const handler = async (event) => {
  let body;
  let statusCode = 200;
  try {
    switch (\`\${event.httpMethod} \${event.resource}\`) {
      case "DELETE /items/{id}":
        await dynamo.send(new DeleteCommand({ TableName: tableName, Key: { id: event.pathParameters.id } }));
        body = \`Deleted item \${event.pathParameters.id}\`;
        break;
      case "GET /items/{id}":
        body = (await dynamo.send(new GetCommand({ TableName: tableName, Key: { id: event.pathParameters.id } }))).Item;
        break;
      case "GET /items":
        body = (await dynamo.send(new ScanCommand({ TableName: tableName }))).Items;
        break;
      case "PUT /items":
        await dynamo.send(new PutCommand({ TableName: tableName, Item: JSON.parse(event.body) }));
        body = "Put item";
        break;
      default:
        throw new Error(\`Unsupported route: "\${event.httpMethod} \${event.resource}"\`);
    }
  } catch (err) {
    statusCode = 400;
    body = err.message;
  }
  return { statusCode, body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
};
`;

const PYTHON_CRUD = `import json
import os
import boto3

dynamodb = boto3.resource('dynamodb')
table = dynamodb.Table(os.environ['TABLE_NAME'])

def lambda_handler(event, context):
    method = event['httpMethod']
    if event['resource'] == '/orders/{orderId}' and method == 'GET':
        found = table.get_item(Key={'orderId': event['pathParameters']['orderId']})
        return respond(200, found.get('Item'))
    if event['resource'] == '/orders' and method == 'POST':
        table.put_item(Item=json.loads(event['body']))
        return respond(201, 'created')
    return respond(404, 'not found')

def respond(status, body):
    return {'statusCode': status, 'body': json.dumps(body)}
`;

let cloud: RunningCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.close());

const PYTHON_HAS_BOTO3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;

async function deployed(
  name: string,
  file: string,
  text: string,
  stage = 'dev',
): Promise<{ url: string; told: string; cwd: string }> {
  const cwd = join(tempDir(), name);
  mkdirSync(cwd);
  symlinkSync(resolve(import.meta.dirname, '../../node_modules'), join(cwd, 'node_modules'));
  writeFileSync(join(cwd, file), text);
  const env = { AWS_ENDPOINT_URL: cloud.endpoint };
  const made = await apikit(['init', '--from', file, '--yes', '--region', 'us-east-1'], { cwd });
  expect(made).toMatchObject({ code: 0 });
  expect(readFileSync(join(cwd, file), 'utf8')).toBe(text);
  expect(readdirSync(cwd).sort()).toEqual([file, 'apikit.yaml', 'node_modules', 'openapi.yaml'].sort());
  const { code, stderr, json } = await apikit(['deploy', '--stage', stage, '--yes', '--json'], { cwd, env });
  if (code !== 0) throw new Error(stderr);
  return { url: json<{ url: string }>().url, told: made.stderr, cwd };
}

const send = (method: string, url: string, body?: object) =>
  fetch(url, { method, ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });

describe('a handler from a tutorial is deployed unchanged', () => {
  it('in Node.js, with routes in a switch', async () => {
    const { url, told } = await deployed('node-crud', 'index.mjs', NODE_CRUD);
    expect(told).toContain('Table: items with the key id, its name in AWS in TABLE_NAME.');
    expect(told).toContain('Routes: GET /items, PUT /items, DELETE /items/{id}, GET /items/{id}.');
    expect((await send('PUT', `${url}/items`, { id: '1', price: 2 })).status).toBe(200);
    expect(await (await send('GET', `${url}/items/1`)).json()).toEqual({ id: '1', price: 2 });
    expect(await (await send('GET', `${url}/items`)).json()).toHaveLength(1);
    expect((await send('DELETE', `${url}/items/1`)).status).toBe(200);
    expect((await send('PATCH', `${url}/items`)).status).toBeGreaterThanOrEqual(403);
  });

  it('with a callback, on a runtime that supports callbacks', async () => {
    const { url, told } = await deployed(
      'callback',
      'index.js',
      'exports.handler = (event, context, callback) => callback(null, { statusCode: 200, body: event.httpMethod });',
    );
    expect(told).toContain('function.runtime is nodejs22.x');
    expect(await (await send('PUT', `${url}/any/path`)).text()).toBe('PUT');
  });

  it.skipIf(!PYTHON_HAS_BOTO3)('in Python with boto3, with its own names', async () => {
    const { url, told } = await deployed('python-crud', 'lambda_function.py', PYTHON_CRUD);
    expect(told).toContain('Handler: lambda_function.lambda_handler.');
    expect(told).toContain('Table: orders with the key orderId, its name in AWS in TABLE_NAME.');
    expect((await send('POST', `${url}/orders`, { orderId: '7' })).status).toBe(201);
    expect(await (await send('GET', `${url}/orders/7`)).json()).toEqual({ orderId: '7' });
  });

  it('with its table name in the code; the table exists or, in the stage local, is created', async () => {
    const text = NODE_CRUD.replace('process.env.TABLE_NAME', '"http-crud-tutorial-items"');
    const { url, told, cwd } = await deployed('node-literal', 'index.mjs', text, 'local');
    expect(told).toContain('Table: http-crud-tutorial-items with the key id, which already exists.');
    expect(told).toContain('let the code read TABLE_NAME, and run this again with --force');
    expect((await send('PUT', `${url}/items`, { id: '1', price: 2 })).status).toBe(200);
    expect(await (await send('GET', `${url}/items/1`)).json()).toEqual({ id: '1', price: 2 });
    const env = { AWS_ENDPOINT_URL: cloud.endpoint };
    const again = await apikit(['deploy', '--stage', 'local', '--yes', '--json'], { cwd, env });
    expect(again.json()).toMatchObject({ changed: false });
    writeFileSync(
      join(cwd, 'apikit.yaml'),
      readFileSync(join(cwd, 'apikit.yaml'), 'utf8').replace('import: http-crud', 'import: other'),
    );
    const refused = await apikit(['deploy', '--stage', 'dev', '--yes'], { cwd, env });
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('other-tutorial-items does not exist in this account and region');
  });

  it('without routes, for every request', async () => {
    const text = 'exports.handler = async (event) => ({ statusCode: 200, body: event.path });\n';
    const { url, told } = await deployed('plain', 'index.js', text);
    expect(told).toContain('The code does not show its paths, so the handler gets every request.');
    expect(await (await send('POST', `${url}/some/where`)).text()).toBe('/some/where');
    expect((await send('GET', `${url}/`)).status).toBe(200);
  });
});

describe('the values that apikit reads from a handler', () => {
  it.each([
    ['export default async (event) => event;', undefined],
    ['const x = 1;', undefined],
    ['async function run(event) {}\nmodule.exports = { handler: run };', 'a.handler'],
    ['const lambdaHandler = async () => {};\nexport { lambdaHandler };', 'a.lambdaHandler'],
    ['export const helper = 1;\nexport async function handler() {}', 'a.handler'],
  ])('%s', (text, expected) => {
    expect(readHandler('a.js', text)?.handler).toBe(expected);
  });

  it('includes the keys, the types and the variables', () => {
    const text = `const { ORDERS_TABLE, STRIPE_URL } = process.env;
exports.handler = async () => db.get({ TableName: ORDERS_TABLE, Key: { userId: { S: a }, at: { N: b } } });`;
    expect(readHandler('a.js', text)).toMatchObject({
      tables: [{ name: 'orders', key: 'userId', sortKey: 'at', variable: 'ORDERS_TABLE' }],
      variables: ['STRIPE_URL'],
    });
    const python =
      "import os\nname = os.environ.get('TABLE_ITEMS')\ndef handler(event, context):\n  t.get_item(Key={'id': int(x)})\n";
    expect(readHandler('a.py', python)?.tables).toEqual([{ name: 'items', key: 'id', keyType: 'number' }]);
  });

  it.each([
    ['a.py', "t = boto3.resource('dynamodb').Table('Movies')\ndef handler(event, context):\n  t.scan()\n", 'Movies'],
    ['a.py', 'name = "api-data"\ndef handler(event, context):\n  db.Table(name).scan()\n', 'api-data'],
    ['a.js', "exports.handler = async () => db.scan({ TableName: 'items' }).promise();", 'items'],
    ['a.js', 'const TABLE = `x`;\nexports.handler = async (e, c) => db.scan({ TableName: e.table });', undefined],
  ])('includes the name of a table in the code: %s %s', (path, text, physical) => {
    expect(readHandler(path, text)?.tables.map((table) => table.physical)).toEqual(physical ? [physical] : []);
  });

  it.each([
    'exports.handler = (event, context, callback) => callback(null, {});',
    'exports.handler = function (event, context, callback) { callback(null, {}); };',
    'module.exports.handler = async function named(event, _context, cb,) {};',
    'export const handler: Handler = (event: any, context: Context, callback: Callback) => {};',
    'export function handler(event, context, callback) {}',
    'function handler(event, context, callback) {}\nmodule.exports = { handler };',
    'exports.handler = (event, context) => { context.succeed({ statusCode: 200 }); };',
  ])('selects a runtime with callbacks for %s', (text) => {
    const newest = CURRENT_RUNTIMES.filter((id) => id.startsWith('nodejs')).find(takesCallbacks);
    expect(readHandler('a.js', text)).toMatchObject({
      runtime: newest,
      remarks: expect.arrayContaining([expect.stringContaining(`function.runtime is ${newest}`)]),
    });
  });

  it.each([
    ['a.js', 'exports.handler = async (event, context) => helper(1, 2, 3);'],
    ['a.js', '// exports.handler = (event, context, callback) => {}\nexports.handler = async (event) => {};'],
    ['a.js', 'const other = (a, b, c) => a;\nexports.handler = async (event) => other(1, 2, 3);'],
    ['a.py', 'def handler(event, context, more=None):\n  pass\n'],
  ])('selects the default runtime for %s %s', (path, text) => {
    expect(readHandler(path, text)).toMatchObject({ handler: 'a.handler' });
    expect(readHandler(path, text)).not.toHaveProperty('runtime');
  });

  it('warns about fields that a REST API does not send', () => {
    const text = 'export const handler = async (event) => { switch (event.routeKey) { case "GET /a": return 1; } };';
    expect(readHandler('a.mjs', text)?.remarks.join()).toContain('reads routeKey, which only HTTP APIs send');
  });
});

describe('nothing is written', () => {
  it.each([
    ['missing.py', [], 'cannot be read (ENOENT)'],
    ['notes.txt', [], 'is neither JavaScript, TypeScript nor Python'],
    ['empty.js', [], 'has no handler: it exports no function'],
    ['good.js', ['--template', 'hello'], '--template and --from cannot be used together'],
    ['../outside.js', [], 'is not in'],
    ['authorizer.js', [], 'authorizer.js is an authorizer: it decides who may call'],
    ['lambda_authorizer.py', [], 'docs/authorizers.md#an-authorizer-from-a-tutorial'],
    ['simple.mjs', [], 'simple.mjs is an authorizer: it decides who may call'],
  ])('%s %j', async (from, flags, expected) => {
    const cwd = join(tempDir(), 'p');
    mkdirSync(cwd);
    for (const [file, text] of [
      ['empty.js', ''],
      ['notes.txt', ''],
      ['good.js', 'exports.handler = async () => {};'],
      [
        'authorizer.js',
        "exports.handler = async (event) => policy(event.authorizationToken === 'allow' ? 'Allow' : 'Deny', event.methodArn);\nconst policy = (Effect, Resource) => ({ principalId: 'user', policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] } });",
      ],
      [
        'lambda_authorizer.py',
        "def lambda_handler(event, context):\n    return {'principalId': 'user', 'policyDocument': {'Statement': [{'Resource': event['methodArn']}]}}\n",
      ],
      [
        'simple.mjs',
        'export const handler = async ({ identitySource }) => ({ isAuthorized: identitySource[0] === "x" });',
      ],
    ] as const)
      writeFileSync(join(cwd, file), text);
    const { code, stderr } = await apikit(['init', '--from', from, '--yes', ...flags], { cwd });
    expect(stderr).toContain(expected);
    expect(code).toBe(2);
    expect(readdirSync(cwd)).not.toContain('apikit.yaml');
  });

  it('is refused only for code that answers no requests', () => {
    const own = 'if (event.methodArn) return { policyDocument: {} }; return { statusCode: 200 };';
    expect(readHandler('a.js', `exports.handler = async (event) => { ${own} };`)?.authorizes).toBe(false);
  });

  it('over existing files without --force', async () => {
    const cwd = tempDir();
    writeFileSync(join(cwd, 'a.js'), 'exports.handler = async () => {};');
    writeFileSync(join(cwd, 'apikit.yaml'), 'name: mine\n');
    expect((await apikit(['init', '--from', 'a.js', '--yes'], { cwd })).stderr).toContain('apikit.yaml already exists');
    expect((await apikit(['init', '--from', 'a.js', '--yes', '--force', '--name', 'new'], { cwd })).code).toBe(0);
    expect(parse(readFileSync(join(cwd, 'apikit.yaml'), 'utf8'))).toMatchObject({ name: 'new' });
  });
});
