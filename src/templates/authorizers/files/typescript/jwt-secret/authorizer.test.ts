import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import type { AuthorizerRequest } from '../../src/api/authorizer.ts';
import { createAuthorizer } from '../../src/authorizers/__file__.ts';

const issuer = 'https://tokens.example.com';
const audience = 'https://api.example.com';
const shared = 'a secret of thirty-two bytes or more';

const authorize = createAuthorizer({ issuer, audience, secret: async () => shared });

/** Returns a valid token, except for the given parts. */
function sign(claims: Record<string, unknown> = {}, secret = shared, header: object = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iss: issuer, aud: audience, sub: 'ada', exp: now + 60, scope: 'things/read', ...claims })
    .setProtectedHeader({ alg: 'HS256', ...header })
    .sign(new TextEncoder().encode(secret));
}

const call = (token: string, by = authorize) => by({ token } as AuthorizerRequest);

test('a valid token identifies the caller and its scopes', async () => {
  expect(await call(`Bearer ${await sign()}`)).toEqual({ principalId: 'ada', context: { scope: 'things/read' } });
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

test('a token of another type is rejected', async () => {
  expect(await call(`Bearer ${await sign({}, shared, { typ: 'at+jwt' })}`)).toMatchObject({ principalId: 'ada' });
  expect(await call(`Bearer ${await sign({}, shared, { typ: 'logout+jwt' })}`)).toBe('unauthorized');
});

test('another secret, another algorithm and no signature are rejected', async () => {
  expect(await call(`Bearer ${await sign({}, 'another secret of thirty-two bytes or more')}`)).toBe('unauthorized');
  expect(await call(`Bearer ${await sign({}, `${shared} and then some more of it`, { alg: 'HS384' })}`)).toBe(
    'unauthorized',
  );
  const [, claims = '', signature = ''] = (await sign()).split('.');
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  expect(await call(`Bearer ${none}.${claims}.${signature}`)).toBe('unauthorized');
});

test.each(['', 'Bearer', 'Bearer nonsense', 'Basic YTpi'])('%j is not a token', async (token) => {
  expect(await call(token)).toBe('unauthorized');
});

test('a secret that cannot be read, or is too short, is not the fault of the caller', async () => {
  const unreadable = createAuthorizer({ issuer, audience, secret: () => Promise.reject(new Error('denied')) });
  await expect(call(`Bearer ${await sign()}`, unreadable)).rejects.toThrow('denied');
  const short = createAuthorizer({ issuer, audience, secret: async () => 'short' });
  await expect(call(`Bearer ${await sign()}`, short)).rejects.toThrow('32 bytes');
});
