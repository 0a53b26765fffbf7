import { expect, test } from 'vitest';
import { startApi } from './call.ts';

test('greets the name in the query, or the world', async () => {
  const call = startApi();
  const time = '2026-01-31T12:00:00.000Z';
  expect(await call('GET /hello', { query: { name: 'Ada' } })).toMatchObject({
    status: 200,
    body: { message: 'Hello, Ada!', time },
  });
  expect((await call('GET /hello')).body).toEqual({ message: 'Hello, world!', time });
});

test.each(['', 'x'.repeat(101)])('a name that openapi.yaml does not allow is 400', async (name) => {
  expect(await startApi()('GET /hello', { query: { name } })).toMatchObject({
    status: 400,
    body: { code: 'BAD_REQUEST_PARAMETERS', details: [{ path: 'name' }], requestId: 'test-request' },
  });
});

test('health needs no API key', async () => {
  expect(await startApi()('GET /health')).toMatchObject({ status: 200, body: { status: 'ok' } });
});
