/** One answer for many readers: a listing that several resources of a run look themselves up in. */
import type { Clock } from '../clock.ts';

export interface SharedRead<T> {
  /** The answer, asked for again when it is no longer fresh. Failures are not kept. */
  get(): Promise<T>;
  /** To be called after every write that the listing would show. */
  forget(): void;
}

/** ms. The reads of one run are milliseconds apart; the next run must see the world as it then is. */
const FRESH_FOR = 2_000;

export function sharedRead<T>(clock: Clock, ask: () => Promise<T>): SharedRead<T> {
  let kept: { answer: Promise<T>; until: number } | undefined;
  return {
    async get() {
      if (kept && clock.now() < kept.until) return await kept.answer;
      const asked = { answer: ask(), until: clock.now() + FRESH_FOR };
      kept = asked;
      try {
        return await asked.answer;
      } catch (error) {
        if (kept === asked) kept = undefined;
        throw error;
      }
    },
    forget() {
      kept = undefined;
    },
  };
}
