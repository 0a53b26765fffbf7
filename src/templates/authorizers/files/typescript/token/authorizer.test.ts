import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { AuthorizerRequest } from '../../src/api/authorizer.ts';
import { createAuthorizer } from '../../src/authorizers/__file__.ts';

const authorize = createAuthorizer({ tokens: { ada: createHash('sha256').update('ada-token').digest('hex') } });

const call = (token: string) => authorize({ token } as AuthorizerRequest);

test('a known token identifies the caller', async () => {
  expect(await call('Bearer ada-token')).toEqual({ principalId: 'ada' });
});

test.each(['', 'ada-token', 'Bearer', 'Bearer bob-token', 'Bearer ada-token more'])(
  '%j is not a known caller',
  async (token) => {
    expect(await call(token)).toBe('unauthorized');
  },
);
