import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { createAuthorizer } from '../../src/authorizers/__file__.mjs';

const callers = { ada: createHash('sha256').update('ada-value').digest('hex') };
const networks = ['10.0.0.0/8', '203.0.113.7', '2001:db8::/32'];
const authorize = createAuthorizer({ key: { in: 'header', name: 'x-caller' }, callers, networks });

const call = (value, sourceIp, by = authorize) => by({ headers: { 'x-caller': value }, sourceIp });

test('a known caller is accepted from the networks', async () => {
  for (const sourceIp of ['10.1.2.3', '203.0.113.7', '2001:db8::1'])
    assert.deepEqual(await call('ada-value', sourceIp), { principalId: 'ada', context: { sourceIp } });
});

test('a known caller is rejected from other addresses', async () => {
  for (const sourceIp of ['203.0.113.8', '11.0.0.1', '2001:db9::1', ''])
    assert.equal(await call('ada-value', sourceIp), 'denied', sourceIp);
});

test('any other value is rejected', async () => {
  for (const value of [undefined, '', 'bob-value', 'ada-value '])
    assert.equal(await call(value, '10.1.2.3'), 'unauthorized', value);
});

test('without networks every address is allowed', async () => {
  const anywhere = createAuthorizer({ key: { in: 'header', name: 'x-caller' }, callers, networks: [] });
  assert.equal((await call('ada-value', '198.51.100.1', anywhere)).principalId, 'ada');
});

test('the key is found in the query, in a cookie and in the Authorization header', async () => {
  const cases = [
    [{ in: 'query', name: 'key' }, { query: { key: 'ada-value' } }],
    [{ in: 'cookie', name: 'key' }, { headers: { cookie: 'a=b; key=ada-value' } }],
    [{ in: 'basic', name: '' }, { headers: { authorization: `Basic ${btoa('ada-value')}` } }],
  ];
  for (const [key, request] of cases) {
    const by = createAuthorizer({ key, callers, networks: [] });
    const nothing = { headers: {}, query: {}, sourceIp: '' };
    assert.equal((await by({ ...nothing, ...request })).principalId, 'ada');
    assert.equal(await by(nothing), 'unauthorized');
  }
});
