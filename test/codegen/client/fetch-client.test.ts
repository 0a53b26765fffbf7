/** The requests of a generated client, and how it reads responses, for operations of a contract. */
import { expect, expectTypeOf, it } from 'vitest';
import { describeOperation } from '../../../src/codegen/client/describe-operation.ts';
import { type ClientSettings, callsOf, type StatusOf } from '../../../src/codegen/client/runtime/fetch-client.ts';
import { apiDocument } from '../../../src/contract/model/api-document.ts';

interface Sent {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: unknown;
}

const JSON_RESPONSE = { status: 200, type: 'application/json', body: '{}' };

/** Returns the calls of a client whose `fetch` only notes what it would send. */
function clientOf(
  operation: object,
  { path = '/things', method = 'get', schemes = {}, settings = {}, response = JSON_RESPONSE as object } = {},
) {
  const sent: Sent[] = [];
  const paths = { [path]: { [method]: { operationId: 'call', ...operation } } };
  const { document, operations } = apiDocument({ paths, components: { securitySchemes: schemes } });
  const noted: ClientSettings['fetch'] = async (url, init) => {
    const headers = Object.fromEntries(new Headers(init?.headers));
    sent.push({ url: String(url), method: init?.method ?? '', headers, body: init?.body });
    const { status, type, body } = { ...JSON_RESPONSE, ...response };
    return new Response(body, { status, headers: { 'content-type': type } });
  };
  const all = { url: 'https://api.example.com/v1/', fetch: noted, ...settings };
  const described = operations.map((each) => describeOperation(document, each));
  const { call } = callsOf(described, all);
  return {
    call: call!,
    async send(request: object = {}, options: object = {}): Promise<Sent> {
      await call!(request, options);
      return sent.at(-1)!;
    },
  };
}

const parameter = (name: string, place: string, more: object = {}) => ({
  parameters: [{ name, in: place, schema: { type: 'string' }, ...more }],
});

it('encodes the parameters of the path, and separates the values of a list', async () => {
  const one = clientOf(parameter('id', 'path'), { path: '/things/{id}/parts' });
  expect((await one.send({ path: { id: 'a/b?c#ü %2e' } })).url).toBe(
    'https://api.example.com/v1/things/a%2Fb%3Fc%23%C3%BC%20%252e/parts',
  );
  const list = clientOf(parameter('ids', 'path', { schema: { type: 'array' } }), { path: '/things/{ids}' });
  expect((await list.send({ path: { ids: ['a,b', 2] } })).url).toBe('https://api.example.com/v1/things/a%2Cb,2');
  const greedy = clientOf(parameter('key', 'path'), { path: '/files/{key+}' });
  expect((await greedy.send({ path: { key: 'a b/c' } })).url).toBe('https://api.example.com/v1/files/a%20b/c');
});

it.each([
  ['/things/{id}', { id: '' }],
  ['/things/{id}', { id: '..' }],
  ['/things/{id}', { id: '.' }],
  ['/things/{id}', {}],
  ['/things/{id+}', { id: 'a/../b' }],
  ['/things/{id+}', { id: 'a//b' }],
])('rejects a path parameter with which %s would be another path: %j', async (path, values) => {
  const { call } = clientOf(parameter('id', 'path'), { path });
  await expect(call({ path: values })).rejects.toThrow('cannot be empty, "." or ".."');
});

it('writes a query: repeated, separated and JSON values, and nothing for absent ones', async () => {
  const operation = {
    parameters: [
      { name: 'tag', in: 'query', schema: { type: 'array' } },
      { name: 'sort', in: 'query', explode: false, schema: { type: 'array' } },
      { name: 'filter', in: 'query', content: { 'application/json': { schema: { type: 'object' } } } },
      { name: 'constructor', in: 'query', schema: { type: 'string' } },
    ],
  };
  const { send, call } = clientOf(operation);
  const query = { tag: ['a&b', 'c d'], sort: ['x', '-y'], filter: { a: 1 }, unknown: 1 };
  expect((await send({ query })).url).toBe(
    'https://api.example.com/v1/things?tag=a%26b&tag=c%20d&sort=x%2C-y&filter=%7B%22a%22%3A1%7D',
  );
  expect((await send()).url).toBe('https://api.example.com/v1/things');
  await expect(call({ query: { tag: { a: 1 } } })).rejects.toThrow('The parameter tag cannot be an object');
});

it('writes each property of an object with deepObject, and rejects those without a form', async () => {
  const { send, call } = clientOf(parameter('filter', 'query', { style: 'deepObject', schema: { type: 'object' } }));
  expect((await send({ query: { filter: { color: 'a&b', 'x]': 2, gone: undefined, on: false } } })).url).toBe(
    'https://api.example.com/v1/things?filter%5Bcolor%5D=a%26b&filter%5Bx%5D%5D=2&filter%5Bon%5D=false',
  );
  expect((await send({ query: { filter: {} } })).url).toBe('https://api.example.com/v1/things');
  for (const deeper of [{ a: 1 }, [1], null])
    await expect(call({ query: { filter: { color: deeper } } })).rejects.toThrow(
      'The property color of the parameter filter cannot be an object, a list or null.',
    );
});

it('sends headers and cookies, of the operation, of all requests and of one call', async () => {
  const operation = {
    parameters: [...parameter('If-Match', 'header').parameters, ...parameter('session', 'cookie').parameters],
  };
  const { send, call } = clientOf(operation, { settings: { headers: { 'x-app': 'shop', 'x-call': 'all' } } });
  const request = { headers: { 'if-match': '"1"' }, cookies: { session: 'abc' } };
  expect((await send(request, { headers: { 'x-call': 'one' } })).headers).toEqual({
    'if-match': '"1"',
    cookie: 'session=abc',
    'x-app': 'shop',
    'x-call': 'one',
  });
  await expect(call({ cookies: { session: 'a; admin=1' } })).rejects.toThrow('The cookie session cannot contain');
});

const guarded = { security: [{ guard: [] }] };
const own = { 'x-apikit': { type: 'request' } };

it.each<[string, object, object, object]>([
  ['a bearer token', { type: 'http', scheme: 'bearer' }, { token: 't' }, { authorization: 'Bearer t' }],
  ['a token for Basic', { type: 'http', scheme: 'basic' }, { token: 't' }, { authorization: 'Basic t' }],
  ['a header of its own', { type: 'apiKey', in: 'header', name: 'X-Pass', ...own }, { token: 't' }, { 'x-pass': 't' }],
  ['a cookie', { type: 'apiKey', in: 'cookie', name: 'sid', ...own }, { token: 't' }, { cookie: 'sid=t' }],
  [
    'the token of a function',
    { type: 'http', scheme: 'bearer' },
    { token: async (name: string) => `${name}!` },
    { authorization: 'Bearer guard!' },
  ],
  [
    'an API key',
    { type: 'apiKey', in: 'header', name: 'x-api-key' },
    { apiKey: 'k', token: 't' },
    { 'x-api-key': 'k' },
  ],
  ['nothing without a token', { type: 'http', scheme: 'bearer' }, { apiKey: 'k' }, {}],
])('sends %s where the security scheme reads it', async (_, guard, settings, headers) => {
  const { send } = clientOf(guarded, { schemes: { guard }, settings });
  expect(await send()).toMatchObject({ url: 'https://api.example.com/v1/things' });
  expect((await send()).headers).toEqual(headers);
});

it('sends a token in the query, and none to operations without security', async () => {
  const guard = { type: 'apiKey', in: 'query', name: 'pass', ...own };
  const settings = { token: 'a b', apiKey: 'k' };
  const { url } = await clientOf(guarded, { schemes: { guard }, settings }).send();
  expect(url).toBe('https://api.example.com/v1/things?pass=a%20b');
  expect((await clientOf({}, { settings }).send()).headers).toEqual({});
});

const bodies = (...types: string[]) => ({
  requestBody: { content: Object.fromEntries(types.map((type) => [type, {}])) },
});

it('writes JSON bodies as JSON, texts and bytes as they are, and leaves the type of a form to fetch', async () => {
  const post = { method: 'post' };
  const json = clientOf(bodies('application/json'), post);
  expect(await json.send({ body: 'text' })).toMatchObject({
    method: 'POST',
    body: '"text"',
    headers: { 'content-type': 'application/json' },
  });
  expect((await json.send()).headers).toEqual({});
  const several = clientOf(bodies('application/merge-patch+json', 'text/csv'), post);
  expect(await several.send({ contentType: 'text/csv', body: 'a,b' })).toMatchObject({
    body: 'a,b',
    headers: { 'content-type': 'text/csv' },
  });
  const form = new FormData();
  const sent = await clientOf(bodies('multipart/form-data'), post).send({ body: form });
  expect(sent).toMatchObject({ body: form, headers: {} });
  const image = clientOf(bodies('image/*'), post);
  expect((await image.send({ contentType: 'image/png', body: 'png' })).headers['content-type']).toBe('image/png');
});

it('asks for the media types of successful responses', async () => {
  const content = (type: string) => ({ description: 'x', content: { [type]: {} } });
  const responses = { 200: content('image/png'), 404: content('application/json') };
  expect((await clientOf({ responses }).send()).headers).toEqual({ accept: 'image/png' });
});

it.each([
  [{ status: 404, body: '{"a":1}' }, 404, { a: 1 }],
  [{ type: 'application/problem+json; charset=utf-8', body: '[]' }, 200, []],
  [{ type: 'text/plain', body: 'ä' }, 200, 'ä'],
  [{ type: 'image/png', body: 'A' }, 200, new Uint8Array([65])],
  [{ status: 204, body: null }, 204, undefined],
])('reads the response %j', async (response, status, body) => {
  const reply = await clientOf({}, { response }).call();
  expect(reply).toMatchObject({ status, headers: expect.any(Headers) });
  expect(reply.body).toEqual(body);
});

it('says which response is not valid JSON', async () => {
  const { call } = clientOf({}, { response: { status: 502, body: '<html>' } });
  await expect(call()).rejects.toThrow('The response to GET /things (status 502) is not valid JSON.');
});

it('knows the statuses of a class', () => {
  expectTypeOf<StatusOf<'3'>>().toEqualTypeOf<300 | 301 | 302 | 303 | 304 | 305 | 307 | 308>();
});
