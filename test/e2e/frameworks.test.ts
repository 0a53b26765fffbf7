/** A handler with its own routes, as adapters of frameworks create them, with the two files of docs/handlers.md. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningCloud, startCloud } from '../../src/local/start-cloud.ts';
import { apikit, tempDir } from '../helpers/cli.ts';

const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/handlers.md'), 'utf8');
const [contract, config] = [...PAGE.slice(PAGE.indexOf('## Frameworks')).matchAll(/```yaml\n([\s\S]*?)```/g)].map(
  ([, text]) => text!,
);

/**
 * Converts an event to a web request and its response back, as the adapters of Hono and others and, in Python, Mangum
 * do.
 */
const ADAPTER = `export const adapt = (fetch) => async (event) => {
  const query = Object.entries(event.multiValueQueryStringParameters ?? {}).flatMap(([name, values]) => values.map((value) => [name, value]));
  const headers = new Headers(Object.entries(event.multiValueHeaders).flatMap(([name, values]) => values.map((value) => [name, value])));
  const url = new URL(event.path + '?' + new URLSearchParams(query), 'https://' + (headers.get('host') ?? 'x'));
  const body = event.body === null ? undefined : Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  const response = await fetch(new Request(url, { method: event.httpMethod, headers, body }), event);
  const binary = /^(image|application\\/octet-stream)/.test(response.headers.get('content-type') ?? '');
  const bytes = Buffer.from(await response.arrayBuffer());
  const cookies = response.headers.getSetCookie();
  response.headers.delete('set-cookie');
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    ...(cookies.length > 0 && { multiValueHeaders: { 'Set-Cookie': cookies } }),
    body: bytes.toString(binary ? 'base64' : 'utf8'),
    isBase64Encoded: binary,
  };
};
`;

const APP = `import { adapt } from './adapter.mjs';
const PNG = Uint8Array.from([137, 80, 78, 71, 0, 255]);
const cookies = new Headers([['set-cookie', 'a=1'], ['set-cookie', 'b=2']]);
const app = adapt(async (request, event) => {
  const { pathname, searchParams } = new URL(request.url);
  switch (request.method + ' ' + pathname) {
    case 'GET /': return new Response('home');
    case 'GET /hello/w%C3%B6rld': return Response.json({ tags: searchParams.getAll('tag'), cookie: request.headers.get('cookie'), resource: event.requestContext.resourcePath });
    case 'POST /echo': return Response.json(await request.json(), { status: 201 });
    case 'GET /image': return new Response(PNG, { headers: { 'content-type': 'image/png' } });
    case 'POST /upload': return Response.json([...new Uint8Array(await request.arrayBuffer())]);
    case 'GET /cookies': return new Response(null, { status: 204, headers: cookies });
    case 'GET /broken': throw new Error('boom');
    default: return new Response('no route', { status: 404 });
  }
});
`;

let cloud: RunningCloud;
beforeAll(async () => {
  cloud = await startCloud({ port: 0 });
});
afterAll(() => cloud.close());

async function deploy(last: string, runtime = 'nodejs24.x') {
  const cwd = tempDir();
  mkdirSync(join(cwd, 'src'));
  writeFileSync(join(cwd, 'openapi.yaml'), contract!);
  const functionOf = `handler: src/lambda.handler\n  runtime: ${runtime}\n`;
  writeFileSync(join(cwd, 'apikit.yaml'), config!.replace('handler: src/lambda.handler\n', functionOf));
  writeFileSync(join(cwd, 'src/adapter.mjs'), ADAPTER);
  writeFileSync(join(cwd, 'src/lambda.mjs'), APP + last);
  const env = { AWS_ENDPOINT_URL: cloud.endpoint };
  return await apikit(['deploy', '--stage', 'local', '--yes', '--json'], { cwd, env });
}

describe('a framework behind /{proxy+}', () => {
  let url: string;
  beforeAll(async () => {
    const deployed = await deploy('export const handler = app;\n');
    if (deployed.code !== 0) throw new Error(deployed.stderr);
    ({ url } = deployed.json<{ url: string }>());
  });

  it('gets paths, queries with repeated names, and cookies', async () => {
    const answer = await fetch(`${url}/hello/w%C3%B6rld?tag=a&tag=b`, { headers: { cookie: 's=1; t=2' } });
    expect(await answer.json()).toEqual({ tags: ['a', 'b'], cookie: 's=1; t=2', resource: '/{proxy+}' });
    expect(await (await fetch(`${url}/`)).text()).toBe('home');
  });

  it('receives and returns JSON and bytes', async () => {
    const json = { method: 'POST', body: '{"ü":1}', headers: { 'content-type': 'application/json' } };
    const echoed = await fetch(`${url}/echo`, json);
    expect([echoed.status, await echoed.json()]).toEqual([201, { ü: 1 }]);
    const image = async (accept: string) => {
      const answer = await fetch(`${url}/image`, { headers: { accept } });
      return Buffer.from(await answer.arrayBuffer()).toString('hex');
    };
    expect(await image('image/png')).toBe('89504e4700ff');
    expect(await image('text/html')).toBe(Buffer.from('iVBORwD/').toString('hex'));
    const body = Uint8Array.from([0, 255, 16, 128]);
    const headers = { 'content-type': 'application/octet-stream' };
    expect(await (await fetch(`${url}/upload`, { method: 'POST', body, headers })).json()).toEqual([0, 255, 16, 128]);
  });

  it('returns several cookies, 404 and errors', async () => {
    expect((await fetch(`${url}/cookies`)).headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    const missing = await fetch(`${url}/missing`);
    expect([missing.status, await missing.text()]).toEqual([404, 'no route']);
    expect((await fetch(`${url}/broken`)).status).toBe(502);
  });
});

describe('a framework whose handler takes a callback', () => {
  // A handler as serverless-express up to version 4 creates it: it returns a promise and does not use the callback.
  const made = 'const serverlessExpress = () => function handler(event, context, callback) { return app(event); };\n';

  it('stops the deploy for nodejs24.x, and works after the printed hint', async () => {
    const refused = await deploy(`${made}export const handler = serverlessExpress();\n`);
    expect(refused.json()).toMatchObject({ error: { code: 'StartFailed' } });
    const wrapped =
      'const inner = serverlessExpress();\nexport const handler = (event, context) => inner(event, context);\n';
    const { code, json } = await deploy(made + wrapped);
    expect(code).toBe(0);
    expect((await fetch(`${json<{ url: string }>().url}/`)).status).toBe(200);
  });

  it('works on nodejs22.x', async () => {
    const { json } = await deploy(`${made}export const handler = serverlessExpress();\n`, 'nodejs22.x');
    expect((await fetch(`${json<{ url: string }>().url}/`)).status).toBe(200);
  });
});
