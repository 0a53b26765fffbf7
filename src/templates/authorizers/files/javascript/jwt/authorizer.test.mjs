import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createAuthorizer } from '../../src/authorizers/__file__.mjs';

const audience = 'https://api.example.com';
const now = Math.floor(Date.now() / 1000);
let issuer;
let key;
let server;
let authorize;

/** A test issuer: a key, and the two documents that lead to it. */
before(async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  key = privateKey;
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  server = createServer((request, response) => {
    const document = request.url === '/keys' ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/keys` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  issuer = `http://127.0.0.1:${server.address().port}`;
  authorize = createAuthorizer({ issuer, audience });
});
after(() => server.close());

/** Returns a valid token, except for the given parts. */
function sign(claims = {}, by = key, header = {}) {
  return new SignJWT({ iss: issuer, aud: audience, sub: 'ada', exp: now + 60, scope: 'things/read', ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'one', ...header })
    .sign(by);
}

const call = (token, by = authorize) => by({ token });

test('a valid token identifies the caller and its scopes, even if a clock is off by half a minute', async () => {
  const caller = { principalId: 'ada', context: { scope: 'things/read' } };
  assert.deepEqual(await call(`Bearer ${await sign()}`), caller);
  assert.deepEqual(await call(`Bearer ${await sign({ exp: now - 20, nbf: now + 20 })}`), caller);
});

test('a token that is expired, early, without an end or a subject, or for another API is rejected', async () => {
  const wrong = [{ exp: now - 120 }, { nbf: now + 120 }, { exp: undefined }, { sub: '' }, { sub: undefined }];
  for (const claims of [...wrong, { aud: 'https://other.example.com' }, { iss: 'https://evil.example.com' }])
    assert.equal(await call(`Bearer ${await sign(claims)}`), 'unauthorized', JSON.stringify(claims));
});

test('a token of another type, or by a key that the issuer does not have, is rejected', async () => {
  const other = (await generateKeyPair('RS256')).privateKey;
  const tokens = [
    await sign({}, key, { typ: 'logout+jwt' }),
    await sign({}, other),
    await sign({}, other, { kid: 'two' }),
  ];
  for (const token of tokens) assert.equal(await call(`Bearer ${token}`), 'unauthorized');
});

test('the token does not choose how it is verified', async () => {
  const [, claims, signature] = (await sign()).split('.');
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const tokens = [
    `${encode({ alg: 'none' })}.${claims}.`,
    `${encode({ alg: 'HS256', kid: 'one' })}.${claims}.${signature}`,
  ];
  for (const token of [...tokens, '', 'nonsense', 'a.b.c d'])
    assert.equal(await call(`Bearer ${token}`), 'unauthorized', token);
});

test('an issuer that others could impersonate is rejected', () => {
  for (const bad of ['http://login.example.com', 'ftp://127.0.0.1', 'login.example.com'])
    assert.throws(() => createAuthorizer({ issuer: bad, audience }), /https:/);
});

test('an issuer that cannot be reached is not the fault of the caller', async () => {
  const unreachable = createAuthorizer({ issuer: 'http://127.0.0.1:1', audience });
  await assert.rejects(call(`Bearer ${await sign()}`, unreachable));
});
