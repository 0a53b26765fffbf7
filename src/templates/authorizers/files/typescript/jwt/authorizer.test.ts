import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Authorizer, AuthorizerRequest } from '../../src/api/authorizer.ts';
import { createAuthorizer } from '../../src/authorizers/__file__.ts';

const audience = 'https://api.example.com';
let issuer: string;
let key: CryptoKey;
let server: Server;
let authorize: Authorizer;

/** A test issuer: a key, and the two documents that lead to it. */
beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  key = privateKey;
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  server = createServer((request, response) => {
    const document = request.url === '/keys' ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/keys` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  authorize = createAuthorizer({ issuer, audience });
});
afterAll(() => void server.close());

/** Returns a valid token, except for the given parts. */
function sign(claims: Record<string, unknown> = {}, by: CryptoKey = key, header: object = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iss: issuer, aud: audience, sub: 'ada', exp: now + 60, scope: 'things/read', ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'one', ...header })
    .sign(by);
}

const call = (token: string, by = authorize) => by({ token } as AuthorizerRequest);

test('a valid token identifies the caller and its scopes', async () => {
  expect(await call(`Bearer ${await sign()}`)).toEqual({ principalId: 'ada', context: { scope: 'things/read' } });
});

test('a clock may be off by half a minute', async () => {
  const now = Math.floor(Date.now() / 1000);
  expect(await call(`Bearer ${await sign({ exp: now - 20, nbf: now + 20 })}`)).toMatchObject({ principalId: 'ada' });
});

test.each<[string, Record<string, unknown>]>([
  ['has expired', { exp: Math.floor(Date.now() / 1000) - 120 }],
  ['is not valid yet', { nbf: Math.floor(Date.now() / 1000) + 120 }],
  ['never expires', { exp: undefined }],
  ['is for another API', { aud: 'https://other.example.com' }],
  ['is from another issuer', { iss: 'https://evil.example.com' }],
  ['has no subject', { sub: undefined }],
  ['has an empty subject', { sub: '' }],
  ['has an object as its subject', { sub: { id: 'ada' } }],
  ['has a number as its subject', { sub: 5 }],
])('a token that %s is rejected', async (_what, claims) => {
  expect(await call(`Bearer ${await sign(claims)}`)).toBe('unauthorized');
});

test.each([
  ['JWT', true],
  ['at+jwt', true],
  ['application/at+jwt', true],
  ['logout+jwt', false],
  ['dpop+jwt', false],
  ['', false],
])('a token of type %j: %s', async (typ, good) => {
  const answer = await call(`Bearer ${await sign({}, key, { typ })}`);
  expect(answer === 'unauthorized').toBe(!good);
});

test.each(['http://login.example.com', 'ftp://127.0.0.1', 'login.example.com', 'http://localhost.example.com'])(
  'the issuer %s is rejected, because others could impersonate it',
  (bad) => expect(() => createAuthorizer({ issuer: bad, audience })).toThrow('https://'),
);

test('a signature by another key, or with a key that the issuer does not have, is rejected', async () => {
  const other = await generateKeyPair('RS256');
  expect(await call(`Bearer ${await sign({}, other.privateKey)}`)).toBe('unauthorized');
  expect(await call(`Bearer ${await sign({}, other.privateKey, { kid: 'two' })}`)).toBe('unauthorized');
});

test('the token does not choose how it is verified', async () => {
  const [, claims = '', signature = ''] = (await sign()).split('.');
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  expect(await call(`Bearer ${encode({ alg: 'none' })}.${claims}.`)).toBe('unauthorized');
  expect(await call(`Bearer ${encode({ alg: 'none' })}.${claims}.${signature}`)).toBe('unauthorized');
  expect(await call(`Bearer ${encode({ alg: 'HS256', kid: 'one' })}.${claims}.${signature}`)).toBe('unauthorized');
});

test.each(['', 'Bearer', 'Bearer nonsense', 'Basic YTpi', 'Bearer a.b.c d'])('%j is not a token', async (token) => {
  expect(await call(token)).toBe('unauthorized');
});

test('an issuer that cannot be reached is not the fault of the caller', async () => {
  const unreachable = createAuthorizer({ issuer: 'http://127.0.0.1:1', audience });
  await expect(call(`Bearer ${await sign()}`, unreachable)).rejects.toThrow();
});
