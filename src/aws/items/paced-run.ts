/**
 * Calls for items that keep trying while a table is throttled. The SDK gives up after a few seconds, which is too short
 * for a long walk.
 */
import type { Clock } from '../../clock.ts';
import { errorName, httpStatus, isConnectionLost, isThrottling } from '../sdk/errors/sdk-error.ts';
import { retry } from '../sdk/retry.ts';

export interface PacedRun {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Items for each second. Absent: as many as DynamoDB accepts. */
  readonly rate?: number;
}

/** Milliseconds. A table on demand has doubled its capacity long before. */
const PATIENCE = 600_000;

/** `what` completes "Could not …". Only for calls that may run twice. */
export async function retryThrottled<T>(what: string, { clock, signal }: PacedRun, call: () => Promise<T>): Promise<T> {
  const hint = 'Lower the rate with --rate, and run the same command again.';
  const patience = { what, within: PATIENCE, firstDelay: 500, longestDelay: 10_000, hint, clock, signal };
  return await retry({ ...patience, retryable: isPassing }, call);
}

const isPassing = (error: unknown): boolean =>
  isThrottling(error) ||
  errorName(error) === 'ProvisionedThroughputExceededException' ||
  isConnectionLost(error) ||
  (httpStatus(error) ?? 0) >= 500;

/** Waits so that no more than `rate` items for each second are handled on average. */
export function createPace({ clock, signal, rate }: PacedRun): (count: number) => Promise<void> {
  let due = clock.now();
  return async (count) => {
    if (rate === undefined) return;
    due = Math.max(due, clock.now() - 1000) + (count * 1000) / rate;
    const pause = due - clock.now();
    if (pause > 0) await clock.sleep(pause, signal);
  };
}
