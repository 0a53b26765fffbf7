/** The account's concurrency in one region. */
import type { LambdaState } from './model.ts';

export const ACCOUNT_CONCURRENCY = 1000;

/** What must stay unreserved for the functions without a reservation of their own. */
export const MIN_UNRESERVED = 100;

/** Unreserved concurrency if `except` had no reservation. */
export function unreservedConcurrency(state: LambdaState, except?: string): number {
  return state.functions
    .values()
    .filter((fn) => fn.name !== except)
    .reduce((left, fn) => left - (fn.reservedConcurrency ?? 0), ACCOUNT_CONCURRENCY);
}
