import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SignJWT } from 'jose';
import { createAuthorizer } from '../../src/authorizers/__file__.mjs';

const issuer = 'https://tokens.example.com';
const audience = 'https://api.example.com';
const shared = 'a secret of thirty-two bytes or more';
const authorize = createAuthorizer({ issuer, audience, secret: async () => shared });
const now = Math.floor(Date.now() / 1000);

/** Returns a valid token, except for the given parts. */
function sign(claims = {}, secret = shared, header = {}) {
  return new SignJWT({ iss: issuer, aud: audience, sub: 'ada', exp: now + 60, scope: 'things/read', ...claims })
    .setProtectedHeader({ alg: 'HS256', ...header })
    .sign(new TextEncoder().encode(secret));
}

const call = (token, by = authorize) => by({ token });

test('a valid token identifies the caller and its scopes', async () => {
  const caller = { principalId: 'ada', context: { scope: 'things/read' } };
  assert.deepEqual(await call(`Bearer ${await sign()}`), caller);
});

test('a token that is expired, early, without an end or a subject, or for another API is rejected', async () => {
  const wrong = [{ exp: now - 120 }, { nbf: now + 120 }, { exp: undefined }, { sub: '' }, { sub: undefined }];
  for (const claims of [...wrong, { aud: 'https://other.example.com' }, { iss: 'https://evil.example.com' }])
    assert.equal(await call(`Bearer ${await sign(claims)}`), 'unauthorized', JSON.stringify(claims));
});

test('another secret, algorithm, type or no signature is rejected', async () => {
  const tokens = [
    await sign({}, 'another secret of thirty-two bytes or more'),
    await sign({}, `${shared} and then some more of it`, { alg: 'HS384' }),
    await sign({}, shared, { typ: 'logout+jwt' }),
  ];
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  for (const token of [...tokens, `${none}.${tokens[0].split('.')[1]}.`, '', 'nonsense'])
    assert.equal(await call(`Bearer ${token}`), 'unauthorized', token);
});

test('a secret that cannot be read, or is too short, is not the fault of the caller', async () => {
  const unreadable = createAuthorizer({ issuer, audience, secret: () => Promise.reject(new Error('denied')) });
  await assert.rejects(call(`Bearer ${await sign()}`, unreadable), /denied/);
  const short = createAuthorizer({ issuer, audience, secret: async () => 'short' });
  await assert.rejects(call(`Bearer ${await sign()}`, short), /32 bytes/);
});
