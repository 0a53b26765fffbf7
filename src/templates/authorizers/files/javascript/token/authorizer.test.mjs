import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { createAuthorizer } from '../../src/authorizers/__file__.mjs';

const authorize = createAuthorizer({ tokens: { ada: createHash('sha256').update('ada-token').digest('hex') } });

test('a known token identifies the caller', async () => {
  assert.deepEqual(await authorize({ token: 'Bearer ada-token' }), { principalId: 'ada' });
});

test('any other text is rejected', async () => {
  for (const token of ['', 'ada-token', 'Bearer', 'Bearer bob-token', 'Bearer ada-token more'])
    assert.equal(await authorize({ token }), 'unauthorized', token);
});
