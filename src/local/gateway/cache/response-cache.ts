/**
 * The stage caches: answers of integrations by cache key, forgotten by age, by a flush, and when all caches together
 * would grow too large. Knows nothing of requests; `answer-through-cache.ts` decides what is kept.
 */
import type { Answer } from '../invocation.ts';

/** Answers above this size are not cached, in bytes (docs/aws/quotas.md). */
export const MAX_CACHED_BODY = 1_048_576;

/** Bytes of bodies that all stages together may hold: far below AWS's smallest cluster, enough for a laptop. */
const CAPACITY = 64 * 1_048_576;

interface Entry {
  readonly answer: Answer;
  /** Milliseconds since the epoch. */
  readonly expires: number;
  readonly size: number;
}

export interface ResponseCache {
  find(key: string, now: number): Answer | undefined;
  keep(key: string, answer: Answer, expires: number): void;
}

export function createResponseCache(): ResponseCache {
  // In order of storing, so that the first is the oldest.
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
      // Keys and headers count too, so that empty answers cannot pile up without end.
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
