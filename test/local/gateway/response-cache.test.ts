import { expect, it } from 'vitest';
import { createResponseCache } from '../../../src/local/gateway/cache/response-cache.ts';
import type { ClientResponse } from '../../../src/local/gateway/client-response.ts';

const answer = (bytes: number) => ({ status: 200, body: Buffer.alloc(bytes) }) as unknown as ClientResponse;

it('stores a bounded number of bytes: the newest responses, for any queries', () => {
  const cache = createResponseCache();
  const keys = Array.from({ length: 100 }, (_, index) => `${index}`);
  const large = answer(1_000_000);
  for (const key of keys) cache.keep(key, large, 10);
  const kept = keys.filter((key) => cache.find(key, 0));
  expect(kept).toEqual(keys.slice(-67));

  // Empty responses take memory, too: keys and headers.
  for (let index = 0; index < 70_000; index += 1) cache.keep(`empty ${index}`, answer(0), 10);
  expect(keys.some((key) => cache.find(key, 0))).toBe(false);
  expect(cache.find('empty 0', 0)).toBeUndefined();
  expect(cache.find('empty 69999', 0)).toBeDefined();
});

it('counts expired and replaced responses as free', () => {
  const cache = createResponseCache();
  for (let index = 0; index < 100; index += 1) cache.keep('same', answer(1_000_000), 10);
  cache.keep('old', answer(1_000_000), 5);
  expect(cache.find('old', 5)).toBeUndefined();
  for (let index = 0; index < 66; index += 1) cache.keep(`${index}`, answer(1_000_000), 10);
  expect(cache.find('same', 9)).toBeDefined();
});
