/**
 * The stage caches: responses of integrations by cache key. Entries end by age, by a flush, and when all caches
 * together grow too large. This module knows nothing about requests; `respond-through-cache.ts` decides which responses
 * are cached.
 */
import type { ClientResponse } from '../client-response.ts';

/** Larger responses are not cached; in bytes (docs/aws/quotas.md). */
export const MAX_CACHED_BODY = 1_048_576;

/** The bytes of bodies that all stages together may hold: far below AWS's smallest cluster, but enough for a laptop. */
const CAPACITY = 64 * 1_048_576;

interface Entry {
  readonly answer: ClientResponse;
  /** Milliseconds since the epoch. */
  readonly expires: number;
  readonly size: number;
}

export interface ResponseCache {
  find(key: string, now: number): ClientResponse | undefined;
  keep(key: string, answer: ClientResponse, expires: number): void;
}

export function createResponseCache(): ResponseCache {
  // The map keeps the order of insertion, so the first entry is the oldest.
  const entries = new Map<string, Entry>();
  let held = 0;

  const forget = (key: string, entry: Entry) => {
    entries.delete(key);
    held -= entry.size;
  };

  return {
    find(key, now) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (now < entry.expires) return entry.answer;
      forget(key, entry);
      return undefined;
    },
    keep(key, answer, expires) {
      const before = entries.get(key);
      if (before) forget(key, before);
      // Keys and headers count too, so that empty responses cannot grow without limit.
      const size = Buffer.byteLength(answer.body) + key.length + 1024;
      entries.set(key, { answer, expires, size });
      held += size;
      for (const [oldest, entry] of entries) {
        if (held <= CAPACITY) break;
        forget(oldest, entry);
      }
    },
  };
}
