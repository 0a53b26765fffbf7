import { expect, test } from 'vitest';
import { startApi } from './call.ts';
import { testServices } from './services.ts';

const input = { name: 'report.pdf', type: 'application/pdf', size: 5 };
const one = '/documents/{id}';

test('a document is pending until its file has come, and then has a download', async () => {
  const files = new Set<string>();
  const call = startApi({ services: testServices(files) });
  const created = await call('POST /documents', { body: input });
  expect(created).toMatchObject({ status: 201, body: { ...input, status: 'pending' } });
  const { id, upload } = created.body;
  expect(upload.fields.key).toBe(`test-key/${id}`);
  expect(await call(`GET ${one}`, { path: { id } })).toMatchObject({ status: 200, body: { status: 'pending' } });
  files.add(upload.fields.key);
  const { body } = await call(`GET ${one}`, { path: { id } });
  expect(body).toMatchObject({ id, status: 'stored' });
  expect(body.download.url).toContain(`/test-key/${id}?X-Amz-Algorithm=`);
});

test('the form allows only the size and the type of the record', async () => {
  const { body } = await startApi()('POST /documents', { body: input });
  const { conditions } = JSON.parse(Buffer.from(body.upload.fields.policy, 'base64').toString());
  expect(conditions).toContainEqual(['content-length-range', 5, 5]);
  expect(conditions).toContainEqual({ 'Content-Type': 'application/pdf' });
});

test('a document is deleted with its file', async () => {
  const files = new Set<string>();
  const call = startApi({ services: testServices(files) });
  const { id, upload } = (await call('POST /documents', { body: input })).body;
  files.add(upload.fields.key);
  expect(await call(`DELETE ${one}`, { path: { id } })).toMatchObject({ status: 204 });
  expect(files.size).toBe(0);
  expect(await call(`GET ${one}`, { path: { id } })).toMatchObject({ status: 404 });
});

test.each([
  ['a type that is not allowed', { ...input, type: 'text/html' }, '/type'],
  ['a size that is too large', { ...input, size: 300_000_000 }, '/size'],
])('%s is rejected', async (_what, body, path) => {
  expect(await startApi()('POST /documents', { body })).toMatchObject({ status: 400, body: { details: [{ path }] } });
});
