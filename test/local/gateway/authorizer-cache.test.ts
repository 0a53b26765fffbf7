import { expect, it } from 'vitest';
import { createAuthorizerCache } from '../../../src/local/gateway/authorizers/authorizer-cache.ts';
import type { AuthorizerResponse } from '../../../src/local/gateway/authorizers/authorizer-response.ts';

const answer = (principalId: string) => ({ principalId }) as AuthorizerResponse;

it('stores a bounded number of bytes: the newest responses, for any tokens', () => {
  const cache = createAuthorizerCache();
  const tokens = Array.from({ length: 200 }, (_, index) => `${index}`.padStart(9_000, 'x'));
  for (const token of tokens) cache.keep(token, answer(token), 1_000_000, 10);
  const kept = tokens.filter((token) => cache.find(token, 0) !== undefined);
  expect(kept).toEqual(tokens.slice(-16));
  cache.keep(tokens[0]!, answer('a'), 10, 10);
  cache.keep(tokens[0]!, answer('b'), 10, 10);
  expect(cache.find(tokens[0]!, 9)?.principalId).toBe('b');
  expect(cache.find(tokens[0]!, 10)).toBeUndefined();
  expect(tokens.filter((token) => cache.find(token, 0) !== undefined)).toHaveLength(16);
});
