/**
 * The form of a cause. One file in `causes/` says what the cause looks like, how to confirm it on the live stage, what
 * to tell the user and which command to run next. `causes/index.ts` lists all causes, the most likely first (ADR 22).
 */
import type { Evidence } from './evidence.ts';
import type { Symptom } from './symptom.ts';

/** The signs of a cause. One sign is enough. A more precise sign counts more (`diagnose.ts`). */
export interface Signs {
  /** The status codes of the response that the caller gets. */
  readonly statuses?: readonly number[];
  /** Gateway response types as in the access log, for example `THROTTLED`. */
  readonly types?: readonly string[];
  /** A text that belongs almost only to this cause, in a response, a log line or an error of AWS. */
  readonly text?: RegExp;
  /** A text that many causes share, for example `Forbidden`. */
  readonly words?: RegExp;
  /** Set if the cause is about a request from a page of another origin. */
  readonly crossOrigin?: true;
}

export interface Cause {
  readonly id: string;
  readonly signs: Signs;
  /** The problem, in one sentence. */
  readonly says: string;
  /** The remedy, in one sentence. */
  readonly fix: string;
  /** The next command, as the user types it. */
  next(stage: string): string;
  /** Checks the live stage. Without this check, the text alone decides. */
  check?(scene: Situation): Promise<CauseVerdict> | CauseVerdict;
}

/** The symptom and its stage. */
export interface Situation {
  readonly symptom: Symptom;
  readonly stage: Evidence;
}

/**
 * The result of a check. `so`: the live stage or the symptom confirms the cause. `possible`: no fact rules it out.
 * `not`: a fact rules it out. The texts of a verdict replace the texts of the cause.
 */
export type CauseVerdict =
  | { readonly is: 'so' | 'possible'; readonly because?: string; readonly fix?: string; readonly next?: string }
  | { readonly is: 'not'; readonly because: string };

export const confirmed = (because: string, more: { fix?: string; next?: string } = {}): CauseVerdict => ({
  is: 'so',
  because,
  ...more,
});
export const possible = (because?: string, more: { fix?: string; next?: string } = {}): CauseVerdict => ({
  is: 'possible',
  ...(because !== undefined && { because }),
  ...more,
});
export const ruledOut = (because: string): CauseVerdict => ({ is: 'not', because });
