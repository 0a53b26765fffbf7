/** The requests that the console answers, and its answers. */
import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningConsole, startConsole } from '../../src/console/console-server.ts';
import { createRequestLog } from '../../src/console/request-log.ts';
import { refusalOfOrigin } from '../../src/console/session-guard.ts';
import { ApikitError } from '../../src/errors.ts';
import { requestEntries } from '../helpers/console-documents.ts';

let running: RunningConsole;
let origin: string;
let token: string;
const log = createRequestLog();
let now = 0;
let left: Promise<void> | undefined;

beforeAll(async () => {
  running = await startConsole({
    ...{ app: 'shop', stage: 'local', documents: ['status'] },
    files: new Map([['/', { type: 'text/html', body: '<title>console</title>' }]]),
    now: () => now,
    async document(_name, query, signal) {
      if (query.has('slow')) {
        left = new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
        await left;
      }
      if (query.has('fail')) throw new ApikitError('AccessDenied', 'No.', { hint: 'Ask.' });
      return { release: 'r1' };
    },
    live: {
      ...{ log, endpoint: () => undefined },
      openDocs: async () => ({ url: 'http://127.0.0.1:9/docs', opened: false }),
      editItem: async (table, edit) => ({ table, edit }),
    },
    explain: (error) => (error instanceof ApikitError ? error : new ApikitError('Defect', String(error))),
    errorDocument: ({ code, message, hint }) => ({ code, message, hint }),
  });
  ({ origin } = new URL(running.url));
  token = new URL(running.url).hash.replace('#token=', '');
});
afterAll(() => running.close());

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** `fetch` sets some of the headers itself. */
function ask(path: string, headers: Record<string, string>, method = 'GET', body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${origin}${path}`, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    sent.once('error', reject).end(body);
  });
}

const own = (headers: Record<string, string> = {}) => ({ 'x-apikit-console': token, ...headers });

it.each([
  ['its own page', {}, 200],
  ['its own page by another name of loopback', { host: 'localhost:PORT' }, 200],
  ['its own page with an origin', { origin: 'http://127.0.0.1:PORT', 'sec-fetch-site': 'same-origin' }, 200],
  ['no page without the token', { 'x-apikit-console': '' }, 401],
  ['no page with another token', { 'x-apikit-console': 'x'.repeat(43) }, 401],
  ['no page whose name was pointed here', { host: 'rebound.example:PORT' }, 403],
  ['no page of another port', { origin: 'http://127.0.0.1:1' }, 403],
  ['no sandboxed page', { origin: 'null' }, 403],
  ['no page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
  ['no page of another port by a link', { 'sec-fetch-site': 'same-site' }, 403],
] as const)('answers %s', async (_, headers, status) => {
  const { port } = new URL(origin);
  const filled = Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', port)] as const);
  expect((await ask('/api/session', own(Object.fromEntries(filled)))).status).toBe(status);
});

it('gives the page itself without the token, but not to other origins, and with a strict policy', async () => {
  const { status, headers } = await ask('/', {});
  expect(status).toBe(200);
  expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect(headers['access-control-allow-origin']).toBeUndefined();
  expect((await ask('/', { host: 'rebound.example' })).status).toBe(403);
  expect((await ask('/', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await ask('/', {}, 'OPTIONS')).status).toBe(401);
});

it('answers with documents, and with the errors of commands', async () => {
  expect((await ask('/api/documents/status', own())).text).toBe('{"release":"r1"}');
  const failed = await ask('/api/documents/status?fail', own());
  expect([failed.status, JSON.parse(failed.text)]).toEqual([
    422,
    { error: { code: 'AccessDenied', message: 'No.', hint: 'Ask.' } },
  ]);
  for (const path of ['/api/documents/plan', '/api/documents/__proto__', '/api/requests/unknown', '/api/else', '/x'])
    expect([path, (await ask(path, own())).status]).toEqual([path, 404]);
});

it('finds requests by the IDs of HTTP APIs, which end with an equals sign', async () => {
  for (const entry of requestEntries('Bq3t1hYl-_AMEV9w=', '/x')) log.heard(entry);
  expect(JSON.parse((await ask('/api/requests/Bq3t1hYl-_AMEV9w%3D', own())).text)).toMatchObject({ path: '/x' });
});

it('passes on items, up to a size', async () => {
  const edit = (body: string) => ask('/api/items?table=t', own(), 'POST', body);
  expect(JSON.parse((await edit('{}')).text)).toEqual({ table: 't', edit: '{}' });
  expect((await edit('x'.repeat(8_000_001))).status).toBe(422);
  expect((await ask('/api/items?table=t', own())).status).toBe(404);
});

it('refuses a port that is taken', async () => {
  const port = Number(new URL(origin).port);
  const parts = { app: 'a', stage: 's', documents: [], files: new Map(), document: async () => ({}), now: () => 0 };
  const others = { explain: (error: unknown) => error as ApikitError, errorDocument: () => ({}) };
  await expect(startConsole({ ...parts, ...others }, port)).rejects.toMatchObject({ code: 'PortInUse' });
});

it('gives the token for a code of the address, once and for some seconds', async () => {
  const exchange = (url: string) => ask('/api/session', {}, 'POST', new URL(url).hash.replace('#code=', ''));
  const first = running.urlForBrowser();
  expect(first).not.toContain(token);
  expect(JSON.parse((await exchange(first)).text)).toEqual({ token });
  const again = await exchange(first);
  expect([again.status, again.text]).toEqual([401, expect.not.stringContaining(token)]);
  const late = running.urlForBrowser();
  now += 20_001;
  expect((await exchange(late)).status).toBe(401);
  const foreign = { origin: 'http://127.0.0.1:1' };
  expect((await ask('/api/session', foreign, 'POST', 'x')).status).toBe(403);
});

it('refuses a request whose address it cannot read, after it has looked where the request comes from', async () => {
  const { port } = new URL(origin);
  const raw = (host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path: '//', headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.once('error', reject).end();
    });
  expect(await raw('rebound.example')).toBe(403);
  expect(await raw(`127.0.0.1:${port}`)).toBe(400);
});

it('ends the work for a document when the page leaves', async () => {
  const leave = new AbortController();
  const asked = fetch(`${origin}/api/documents/status?slow`, { headers: own(), signal: leave.signal });
  await expect.poll(() => left !== undefined).toBe(true);
  const refused = expect(asked).rejects.toThrow();
  leave.abort();
  await refused;
  await left;
});

it('says whether it hears the cloud, and replays nothing while it does not', async () => {
  for (const entry of requestEntries('unheard', '/x')) log.heard(entry);
  const response = await fetch(`${origin}/api/requests`, { headers: own() });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const next = async () => JSON.parse((await reader.read()).value!);
  expect(await next()).toMatchObject({ connected: false });
  log.connection(true);
  expect(await next()).toEqual({ connected: true, requests: [] });
  await reader.cancel();
  for (const entry of requestEntries('heard', '/x')) log.heard(entry);
  const codeOf = async (id: string) =>
    JSON.parse((await ask(`/api/requests/${id}/replay`, own(), 'POST')).text).error.code;
  expect(await codeOf('unheard')).toBe('NotKept');
  expect(await codeOf('heard')).toBe('NoCloud');
});

it('knows its own address on the port that browsers leave out', () => {
  expect(refusalOfOrigin({ host: '127.0.0.1', origin: 'http://127.0.0.1' }, 80)).toBeUndefined();
  expect(refusalOfOrigin({ host: '127.0.0.1' }, 8080)).toBeDefined();
});
