/** The account's concurrency in one region. */
import type { LambdaState } from './model.ts';

export const ACCOUNT_CONCURRENCY = 1000;

/** The concurrency that must stay unreserved, for functions without a reservation. */
export const MIN_UNRESERVED = 100;

/** Returns the unreserved concurrency as if `except` had no reservation. */
export function unreservedConcurrency(state: LambdaState, except?: string): number {
  return state.functions
    .values()
    .filter((fn) => fn.name !== except)
    .reduce((left, fn) => left - (fn.reservedConcurrency ?? 0), ACCOUNT_CONCURRENCY);
}
