/** Answers of Lambda authorizers by who they are about, forgotten by age and, beyond a bound, in order of storing. */
import type { AuthorizerAnswer } from './authorizer-answer.ts';

/** Of all stages together: a client that makes up tokens must not fill the memory. */
const MAX_ENTRIES = 10_000;

export interface AuthorizerCache {
  find(key: string, now: number): AuthorizerAnswer | undefined;
  /** `expires` in milliseconds since the epoch. */
  keep(key: string, answer: AuthorizerAnswer, expires: number): void;
}

export function createAuthorizerCache(): AuthorizerCache {
  const entries = new Map<string, { readonly answer: AuthorizerAnswer; readonly expires: number }>();
  return {
    find(key, now) {
      const entry = entries.get(key);
      if (entry === undefined || now < entry.expires) return entry?.answer;
      entries.delete(key);
      return undefined;
    },
    keep(key, answer, expires) {
      entries.delete(key);
      entries.set(key, { answer, expires });
      if (entries.size > MAX_ENTRIES) entries.delete(entries.keys().next().value!);
    },
  };
}
