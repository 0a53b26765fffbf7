import { expect, test } from 'vitest';
import { startApi } from './call.ts';
import { another, example } from './example.ts';

const one = '/users/{userId}';

test('an email belongs to one user, in any case of letters', async () => {
  const call = startApi();
  const first = await call('POST /users', { body: example });
  expect(first.status).toBe(201);
  const taken = { status: 409, body: { code: 'CONFLICT', details: [{ path: '/email', message: 'is taken' }] } };
  expect(await call('POST /users', { body: { ...another, email: example.email.toUpperCase() } })).toMatchObject(taken);

  const second = await call('POST /users', { body: another });
  const path = { userId: second.body.userId };
  expect(await call(`PATCH ${one}`, { path, body: { email: example.email } })).toMatchObject(taken);
  expect(await call(`PUT ${one}`, { path, body: { ...another, email: example.email } })).toMatchObject(taken);
  expect(await call(`GET ${one}`, { path })).toMatchObject({ status: 200, body: another });
});

test('an email can be used again after its user changes it or is deleted', async () => {
  const call = startApi();
  const { body } = await call('POST /users', { body: example });
  const path = { userId: body.userId };
  expect((await call(`PATCH ${one}`, { path, body: { email: 'new@example.com' } })).status).toBe(200);
  expect((await call('POST /users', { body: example })).status).toBe(201);
  expect((await call(`DELETE ${one}`, { path })).status).toBe(204);
  expect((await call('POST /users', { body: { ...another, email: 'new@example.com' } })).status).toBe(201);
});

test('an Idempotency-Key creates one user', async () => {
  const call = startApi();
  const create = () => call('POST /users', { body: example, headers: { 'Idempotency-Key': 'once' } });
  expect((await create()).body).toEqual((await create()).body);
});
