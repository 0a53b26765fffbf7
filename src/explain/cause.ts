/**
 * What a cause is: one file in `causes/` says what it looks like, how it is confirmed on the live stage, what to say and which
 * command comes next. `causes/index.ts` lists all, the likeliest first (ADR 22).
 */
import type { Evidence } from './evidence.ts';
import type { Symptom } from './symptom.ts';

/** What gives a cause away. Any of it is enough; the more precise a sign, the more it counts (`diagnose.ts`). */
export interface Looks {
  /** Of the answer that a caller gets. */
  readonly statuses?: readonly number[];
  /** Gateway response types, as the access log has them: `THROTTLED`. */
  readonly types?: readonly string[];
  /** In an answer, in a line of a log, or in an error of AWS: what is said of this and of hardly anything else. */
  readonly text?: RegExp;
  /** The same as far as it is said of many causes: `Forbidden`. */
  readonly words?: RegExp;
  /** What a page of another origin was told, where that was tried. */
  readonly crossOrigin?: true;
}

export interface Cause {
  readonly id: string;
  readonly looks: Looks;
  /** What is wrong, in one sentence. */
  readonly says: string;
  /** What to do about it, in one sentence. */
  readonly fix: string;
  /** The command that comes next, as it is typed. */
  next(stage: string): string;
  /** Looks at the live stage. Without it, a text that gives the cause away is all that there is to know. */
  check?(scene: Scene): Promise<Verdict> | Verdict;
}

/** What was asked, and the stage that it was asked about. */
export interface Scene {
  readonly symptom: Symptom;
  readonly stage: Evidence;
}

/**
 * `so`: seen on the live stage, or said by what was asked about. `possible`: nothing that can be seen speaks against it. `not`: it is
 * ruled out. What a verdict says replaces what the cause says.
 */
export type Verdict =
  | { readonly is: 'so' | 'possible'; readonly because?: string; readonly fix?: string; readonly next?: string }
  | { readonly is: 'not'; readonly because: string };

export const so = (because: string, more: { fix?: string; next?: string } = {}): Verdict => ({
  is: 'so',
  because,
  ...more,
});
export const possible = (because?: string, more: { fix?: string; next?: string } = {}): Verdict => ({
  is: 'possible',
  ...(because !== undefined && { because }),
  ...more,
});
export const not = (because: string): Verdict => ({ is: 'not', because });
