import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { startApi } from './call.ts';
import { another, example, numbered } from './example.ts';
import { testServices } from './services.ts';

const collection = '/__items__';
const one = '/__items__/{__key__}';

test('a resource can be created, read, replaced, updated and deleted', async () => {
  const call = startApi();
  const created = await call(`POST ${collection}`, { body: example });
  expect(created).toMatchObject({ status: 201, body: example, headers: { etag: '"1"' } });
  const { __key__: key, createdAt } = created.body;
  expect(created.headers.location).toBe(`__items__/${key}`);
  expect(await call(`GET ${one}`, { path: { __key__: key } })).toMatchObject({ status: 200, body: created.body });

  const replaced = await call(`PUT ${one}`, { path: { __key__: key }, body: another });
  expect(replaced).toMatchObject({
    status: 200,
    body: { ...another, __key__: key, createdAt },
    headers: { etag: '"2"' },
  });
  const changed = await call(`PATCH ${one}`, { path: { __key__: key }, body: example });
  expect(changed).toMatchObject({ status: 200, body: { ...another, ...example, __key__: key, createdAt } });

  expect(await call(`DELETE ${one}`, { path: { __key__: key } })).toMatchObject({ status: 204, body: undefined });
  expect(await call(`GET ${one}`, { path: { __key__: key } })).toMatchObject({ status: 404 });
});

test('every method returns 404 for an unknown ID', async () => {
  const call = startApi();
  for (const key of [randomUUID(), 'not-a-uuid']) {
    for (const verb of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const response = await call(`${verb} ${one}`, { path: { __key__: key }, body: example });
      expect(response, verb).toMatchObject({ status: 404, body: { code: 'NOT_FOUND', requestId: 'test-request' } });
    }
  }
});

test('a list has pages with a cursor for the next one', async () => {
  const call = startApi();
  const ids = new Set<string>();
  for (let index = 0; index < 5; index++)
    ids.add((await call(`POST ${collection}`, { body: numbered(index) })).body.__key__);

  const seen: string[] = [];
  let query: Record<string, string> = { limit: '2' };
  for (let page = 1; page <= 3; page++) {
    const { body } = await call(`GET ${collection}`, { query });
    seen.push(...body.items.map((listed: { __key__: string }) => listed.__key__));
    expect(Boolean(body.cursor)).toBe(page < 3);
    query = { limit: '2', cursor: body.cursor };
  }
  expect(new Set(seen)).toEqual(ids);
});

test.each([
  ['limit', '0'],
  ['limit', '101'],
  ['limit', 'x'],
  ['cursor', ''],
  ['cursor', 'bm9uc2Vuc2U'],
])('a list rejects %s=%s', async (name, value) => {
  expect(await startApi()(`GET ${collection}`, { query: { [name]: value } })).toMatchObject({
    status: 400,
    body: { code: 'BAD_REQUEST_PARAMETERS', details: [{ path: name }] },
  });
});

test('If-Match prevents overwriting an unseen version', async () => {
  const call = startApi();
  const { body, headers } = await call(`POST ${collection}`, { body: example });
  const seen = { 'If-Match': String(headers.etag) };
  expect(await call(`PUT ${one}`, { path: { __key__: body.__key__ }, headers: seen, body: another })).toMatchObject({
    status: 200,
  });
  for (const verb of ['PUT', 'PATCH', 'DELETE']) {
    expect(
      await call(`${verb} ${one}`, { path: { __key__: body.__key__ }, headers: seen, body: example }),
    ).toMatchObject({
      status: 412,
    });
  }
});

test('a body must match its schema', async () => {
  const call = startApi();
  const [field = ''] = Object.keys(example);
  const unknown = await call(`POST ${collection}`, { body: { ...example, surprise: 1 } });
  expect(unknown).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_BODY', details: [{ path: '/surprise' }] } });
  const wrong = await call(`POST ${collection}`, { body: { ...example, [field]: {} } });
  expect(wrong).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_BODY', details: [{ path: `/${field}` }] } });
});

test.each([
  ['is not JSON', { body: '{' }, 400],
  ['is missing', {}, 400],
  ['has another content type', { body: example, headers: { 'Content-Type': 'text/plain' } }, 415],
  ['is too large to store', { body: ' '.repeat(400_000) }, 413],
])('a body that %s is rejected', async (_what, request, status) => {
  expect(await startApi()(`POST ${collection}`, request)).toMatchObject({ status });
});

test('a correlation ID is returned, or generated, and logged with the request', async () => {
  const lines: Record<string, unknown>[] = [];
  const call = startApi({ log: (_level, _message, fields) => lines.push(fields) });
  const taken = await call('GET /health', { headers: { 'X-Correlation-Id': 'abc-1' } });
  expect(taken).toMatchObject({ status: 200, body: { status: 'ok' }, headers: { 'x-correlation-id': 'abc-1' } });
  const made = await call('GET /nowhere');
  expect(lines).toMatchObject([
    { method: 'GET', path: '/health', status: 200, correlationId: 'abc-1', requestId: 'test-request' },
    { method: 'GET', path: '/nowhere', status: 404, correlationId: made.headers['x-correlation-id'] },
  ]);
});

test('only the configured origins may read a response', async () => {
  const call = startApi({ origins: ['https://a.example', 'https://b.example'] });
  const allowed = await call('GET /health', { headers: { Origin: 'https://b.example' } });
  expect(allowed.headers).toMatchObject({ 'access-control-allow-origin': 'https://b.example', vary: 'Origin' });
  const refused = await call('GET /health', { headers: { Origin: 'https://b.example.evil' } });
  expect(refused.headers).not.toHaveProperty('access-control-allow-origin');
});

test.each([
  ['ThrottlingException', 503, 'UNAVAILABLE'],
  ['SecretDetail', 500, 'INTERNAL_ERROR'],
])('a failure of DynamoDB (%s) is logged and not returned', async (name, status, code) => {
  const send = () => Promise.reject(Object.assign(new Error('arn:aws:internal'), { name }));
  const lines: unknown[] = [];
  const services = { ...testServices(), dynamodb: { send } as never };
  const call = startApi({ services, log: (...line) => lines.push(line) });
  const response = await call(`GET ${one}`, { path: { __key__: randomUUID() } });
  expect(response).toMatchObject({ status, body: { code } });
  expect(JSON.stringify(response)).not.toContain('arn:aws');
  expect(lines).toMatchObject([['error', 'request', { error: { message: 'arn:aws:internal' } }]]);
});
