/** Both languages' modules in front of a handler: the same event leads to the same request and the same response. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Door, nodeModules, pythonModule } from '../../src/bundle/front-door/door.ts';
import { tempDir } from '../helpers/cli.ts';

const route = (method: string, path: string, more: Partial<Door['routes'][number]> = {}) => ({
  method,
  path,
  iam: false,
  guarded: false,
  required: [],
  checksBody: false,
  ...more,
});

const DOOR: Door = {
  routes: [
    route('GET', '/items/{id}'),
    route('GET', '/items/latest'),
    route('POST', '/items', { checksBody: true }),
    route('GET', '/items', {
      required: [
        { in: 'query', name: 'owner' },
        { in: 'header', name: 'X-Tenant' },
      ],
    }),
    route('ANY', '/any/{proxy+}'),
    route('GET', '/signed', { iam: true }),
    route('ANY', '/guarded/{id}', { guarded: true }),
  ],
  cors: {
    origins: ['https://a.example', 'http://localhost:*'],
    credentials: true,
    allowHeaders: ['content-type'],
    exposeHeaders: ['etag'],
    maxAge: 600,
  },
  binaryMediaTypes: ['image/*'],
};

const JS_HANDLER = `export const handler = async (event) => ({
  statusCode: 201,
  headers: { 'X-One': 1 },
  multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'], 'X-Many': ['x', 'y'] },
  body: JSON.stringify(event),
});`;

const PY_HANDLER = `import json

def handler(event, context):
    return {
        "statusCode": 201,
        "headers": {"X-One": 1},
        "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"], "X-Many": ["x", "y"]},
        "body": json.dumps(event),
    }
`;

function event(line: string, more: Record<string, unknown> = {}, context: Record<string, unknown> = {}): object {
  const [method = '', target = ''] = line.split(' ');
  const [path, query = ''] = target.split('?');
  return {
    version: '2.0',
    rawPath: path,
    rawQueryString: query,
    headers: { 'user-agent': 'test' },
    requestContext: {
      accountId: 'anonymous',
      apiId: 'abc',
      domainName: 'abc.example',
      domainPrefix: 'abc',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.1', userAgent: 'test' },
      requestId: 'r-1',
      stage: '$default',
      time: '30/Nov/2026:12:00:00 +0000',
      timeEpoch: 1,
      ...context,
    },
    isBase64Encoded: false,
    ...more,
  };
}

const base64 = (text: string) => ({ body: Buffer.from(text).toString('base64'), isBase64Encoded: true });

const EVENTS: Record<string, object> = {
  'a variable': event('GET /items/a%20b%2F%25'),
  'a literal before a variable': event('GET /items/latest'),
  'a slash at the end': event('GET /items/7/'),
  'a greedy variable': event('PATCH /any/a/b%2Fc'),
  'a greedy variable without a value': event('GET /any'),
  'repeated parameters': event('GET /items?owner=me+you&x=1&x=%2F&y', { headers: { 'x-tenant': 't' } }),
  'missing parameters': event('GET /items?owner=%20'),
  'an unknown path': event('GET /nothing', { headers: { origin: 'https://a.example' } }),
  'an unknown method': event('DELETE /items'),
  'a preflight': event('OPTIONS /items', { headers: { origin: 'http://localhost:5173' } }),
  'a preflight of a stranger': event('OPTIONS /items', { headers: { origin: 'https://evil.example' } }),
  'a preflight of any method': event('OPTIONS /any/x'),
  'no body': event('POST /items'),
  'a body that arrives as base64': event('POST /items', base64('{"a":"ü"}')),
  'a binary body': event('POST /any/x', { headers: { 'content-type': 'image/png' }, ...base64('png') }),
  cookies: event('GET /items/1', { cookies: ['a=1', 'b=2'] }),
  'an unsigned request': event('GET /signed'),
  'a signed request': event(
    'GET /signed',
    {},
    {
      authorizer: { iam: { accessKey: 'k', accountId: '1', callerId: 'c', userArn: 'arn:u', userId: 'u' } },
    },
  ),
  'a token': event('GET /items/1', {}, { authorizer: { jwt: { claims: { sub: 'u', age: 7 }, scopes: null } } }),
  'an authorizer': event('GET /items/1', {}, { authorizer: { lambda: { principalId: 'u', a: 'b' } } }),
  'a certificate': event('GET /items/1', {}, { authentication: { clientCert: { subjectDN: 'CN=client' } } }),
  'no certificate': event('GET /items/1', {}, { authentication: null }),
  'a guarded route that the gateway has chosen': event(
    'GET /guarded/a%20b',
    { routeKey: 'ANY /guarded/{id}', pathParameters: { id: 'a b/%' } },
    { authorizer: { lambda: { principalId: 'u', admin: true } } },
  ),
  'a guarded route by the default route': event('GET /guarded/1', { routeKey: '$default' }),
  'a guarded route by a route for preflights': event('OPTIONS /guarded/1', { routeKey: 'OPTIONS /guarded/{id}' }),
  'a stage with a name': event('GET /prod/items/1', {}, { stage: 'prod' }),
};

interface Answer {
  body: string;
}

let js: Record<string, Answer>;
let python: Record<string, Answer>;
/** The results of a handler that returns the event as it got it, in version 2.0. */
let asSent: Record<'js' | 'python', Record<string, unknown>>;

beforeAll(async () => {
  const dir = tempDir();
  mkdirSync(dir, { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(dir, name), text);
  write('own.mjs', JS_HANDLER);
  write('door.mjs', (await nodeModules({ door: DOOR, checks: '' })).door);
  write('own.py', PY_HANDLER);
  write('door.py', await pythonModule({ door: DOOR, checks: '' }, 'own', 'handler'));
  write('events.json', JSON.stringify(EVENTS));
  write(
    'run.py',
    'import json\nfrom door import handler\nevents = json.load(open("events.json"))\nprint(json.dumps({name: handler(event, None) for name, event in events.items()}))\n',
  );
  write('echo.py', 'def handler(event, context):\n    return event\n');
  write('door2.py', await pythonModule({ door: { ...DOOR, payload: '2.0' }, checks: '' }, 'echo', 'handler'));
  const { frontDoor, door } = await import(pathToFileURL(join(dir, 'door.mjs')).href);
  const { handler } = await import(pathToFileURL(join(dir, 'own.mjs')).href);
  const run = frontDoor(handler, door, {});
  const answers = await Promise.all(Object.entries(EVENTS).map(async ([name, each]) => [name, await run(each)]));
  js = Object.fromEntries(answers);
  python = JSON.parse(execFileSync('python3', ['run.py'], { cwd: dir, encoding: 'utf8' }));
  write('run2.py', readFileSync(join(dir, 'run.py'), 'utf8').replace('door', 'door2'));
  const echo = frontDoor(async (event: object) => event, { ...door, payload: '2.0' }, {});
  const echoed = await Promise.all(Object.entries(EVENTS).map(async ([name, each]) => [name, await echo(each)]));
  asSent = {
    js: Object.fromEntries(echoed),
    python: JSON.parse(execFileSync('python3', ['run2.py'], { cwd: dir, encoding: 'utf8' })),
  };
});

const parsed = ({ body, ...rest }: Answer) => ({ ...rest, body: body === '' ? '' : JSON.parse(body) });

describe('a handler behind a front door', () => {
  it.each(Object.keys(EVENTS).filter((name) => name !== 'no body'))('is the same in both languages: %s', (name) => {
    expect(parsed(python[name]!)).toEqual(parsed(js[name]!));
  });

  it('gets the event of a REST API', () => {
    expect(parsed(js['repeated parameters']!).body).toMatchObject({
      resource: '/items',
      path: '/items',
      httpMethod: 'GET',
      queryStringParameters: { owner: 'me you', x: '/', y: '' },
      multiValueQueryStringParameters: { x: ['1', '/'] },
      pathParameters: null,
      body: null,
    });
    expect(parsed(js['a variable']!).body).toMatchObject({ pathParameters: { id: 'a%20b%2F%25' } });
    expect(parsed(js['a token']!).body).toMatchObject({
      requestContext: { authorizer: { claims: { sub: 'u', age: '7' } } },
    });
    expect(parsed(js['a stage with a name']!).body).toMatchObject({ path: '/items/1' });
    expect(parsed(js['a certificate']!).body).toMatchObject({
      requestContext: { identity: { clientCert: { subjectDN: 'CN=client' } } },
    });
    expect(parsed(js['no certificate']!).body).not.toHaveProperty('requestContext.identity.clientCert');
  });

  it('sends its cookies and repeated headers', () => {
    expect(js['a variable']).toMatchObject({
      statusCode: 201,
      headers: { 'X-Many': 'x, y', 'X-One': '1' },
      cookies: ['a=1', 'b=2'],
    });
  });

  it('never sees requests that a REST API refuses', () => {
    const status = (name: string) => (js[name] as unknown as { statusCode: number }).statusCode;
    expect(status('an unknown path')).toBe(404);
    expect(status('an unsigned request')).toBe(403);
    expect(status('a guarded route by the default route')).toBe(404);
    expect(parsed(js['a guarded route that the gateway has chosen']!).body).toMatchObject({
      pathParameters: { id: 'a%20b%2F%25' },
      requestContext: { authorizer: { principalId: 'u', admin: 'true' } },
    });
    expect(status('missing parameters')).toBe(400);
    expect(js['a preflight of a stranger']).not.toHaveProperty('headers.access-control-allow-origin');
    expect(js['a preflight']).toHaveProperty('headers.access-control-allow-origin', 'http://localhost:5173');
    expect((python['no body'] as unknown as { statusCode: number }).statusCode).toBe(400);
  });
});

describe('a handler for events of version 2.0', () => {
  it.each(Object.keys(EVENTS).filter((name) => name !== 'no body'))('gets the same in both languages: %s', (name) => {
    expect(asSent.python[name]).toEqual(asSent.js[name]);
  });

  it('gets the event of an HTTP API as it came', () => {
    const name = 'a guarded route that the gateway has chosen';
    expect(asSent.js[name]).toEqual(EVENTS[name]);
  });

  it('gets the route and the decoded parameters from a function URL, too', () => {
    expect(asSent.js['a variable']).toEqual({
      ...EVENTS['a variable'],
      routeKey: 'GET /items/{id}',
      pathParameters: { id: 'a b/%' },
      requestContext: expect.objectContaining({ routeKey: 'GET /items/{id}', apiId: 'abc' }),
    });
    expect(asSent.js['a slash at the end']).toMatchObject({ pathParameters: { id: '7' } });
    expect(asSent.js['a literal before a variable']).not.toHaveProperty('pathParameters');
  });

  it('never sees requests that a REST API refuses', () => {
    for (const [name, status] of [
      ['an unknown path', 404],
      ['an unsigned request', 403],
      ['a guarded route by the default route', 404],
      ['missing parameters', 400],
    ] as const)
      expect(asSent.js[name]).toHaveProperty('statusCode', status);
  });
});
