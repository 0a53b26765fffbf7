/** Caches responses of Lambda authorizers by identity. They expire, and above two limits the oldest go first. */
import { hash } from 'node:crypto';
import type { AuthorizerResponse } from './authorizer-response.ts';

/** The limit for all stages together: a client that makes up tokens must not fill the memory. */
const MAX_ENTRIES = 10_000;

/** The limit for the responses of the functions, in bytes. A parsed response takes several times as much memory. */
const MAX_BYTES = 16 * 1024 * 1024;

/** `Answer` is the response as the kind of API reads it. */
export interface AuthorizerCache<Answer = AuthorizerResponse> {
  find(key: string, now: number): Answer | undefined;
  /** `bytes` is the size of the response as it came. `expires` is in epoch milliseconds. */
  keep(key: string, answer: Answer, bytes: number, expires: number): void;
}

interface Entry<Answer> {
  readonly answer: Answer;
  readonly bytes: number;
  readonly expires: number;
}

export function createAuthorizerCache<Answer = AuthorizerResponse>(): AuthorizerCache<Answer> {
  const entries = new Map<string, Entry<Answer>>();
  let kept = 0;

  const forget = (name: string): void => {
    kept -= entries.get(name)?.bytes ?? 0;
    entries.delete(name);
  };

  return {
    find(key, now) {
      const name = nameOf(key);
      const entry = entries.get(name);
      if (entry === undefined || now < entry.expires) return entry?.answer;
      forget(name);
      return undefined;
    },
    keep(key, answer, bytes, expires) {
      const name = nameOf(key);
      forget(name);
      entries.set(name, { answer, bytes, expires });
      kept += bytes;
      while (entries.size > MAX_ENTRIES || kept > MAX_BYTES) forget(entries.keys().next().value!);
    },
  };
}

/** Tokens can be as long as headers, 10 KB, so the cache uses their hash. */
const nameOf = (key: string): string => hash('sha256', key, 'base64');
