import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { AuthorizerRequest } from '../../src/api/authorizer.ts';
import { createAuthorizer } from '../../src/authorizers/__file__.ts';

const callers = { ada: createHash('sha256').update('ada-value').digest('hex') };
const authorize = createAuthorizer({
  key: { in: 'header', name: 'x-caller' },
  callers,
  networks: ['10.0.0.0/8', '203.0.113.7', '2001:db8::/32'],
});

const call = (value: string | undefined, sourceIp: string, by = authorize) =>
  by({ headers: { 'x-caller': value }, sourceIp } as unknown as AuthorizerRequest);

test.each(['10.1.2.3', '203.0.113.7', '2001:db8::1'])('a known caller is accepted from %s', async (sourceIp) => {
  expect(await call('ada-value', sourceIp)).toEqual({ principalId: 'ada', context: { sourceIp } });
});

test.each(['203.0.113.8', '11.0.0.1', '2001:db9::1', ''])('a known caller is rejected from %j', async (sourceIp) => {
  expect(await call('ada-value', sourceIp)).toBe('denied');
});

test.each([undefined, '', 'bob-value', 'ada-value '])('%j is not a known caller', async (value) => {
  expect(await call(value, '10.1.2.3')).toBe('unauthorized');
});

test('without networks every address is allowed', async () => {
  const anywhere = createAuthorizer({ key: { in: 'header', name: 'x-caller' }, callers, networks: [] });
  expect(await call('ada-value', '198.51.100.1', anywhere)).toMatchObject({ principalId: 'ada' });
});

test.each([
  [{ in: 'query', name: 'key' } as const, { query: { key: 'ada-value' } }],
  [{ in: 'cookie', name: 'key' } as const, { headers: { cookie: 'a=b; key=ada-value' } }],
  [{ in: 'basic', name: '' } as const, { headers: { authorization: `Basic ${btoa('ada-value')}` } }],
])('the key is found in %j', async (key, request) => {
  const by = createAuthorizer({ key, callers, networks: [] });
  const sent = (parts: object) => ({ headers: {}, query: {}, sourceIp: '', ...parts }) as unknown as AuthorizerRequest;
  expect(await by(sent(request))).toMatchObject({ principalId: 'ada' });
  expect(await by(sent({}))).toBe('unauthorized');
});
