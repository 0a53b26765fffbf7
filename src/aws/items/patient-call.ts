/** Calls for items that outlast a table which is too busy: the SDK gives up after a few seconds, a long walk should not. */
import type { Clock } from '../../clock.ts';
import { errorName, httpStatus, isConnectionLost, isThrottling } from '../sdk/errors/sdk-error.ts';
import { retry } from '../sdk/retry.ts';

export interface Walk {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Items a second; absent: as many as DynamoDB takes. */
  readonly rate?: number;
}

/** ms. A table on demand has doubled its capacity long before. */
const PATIENCE = 600_000;

/** `what` as in "Could not <what>". Only for calls that may be made twice. */
export async function patiently<T>(what: string, { clock, signal }: Walk, call: () => Promise<T>): Promise<T> {
  const hint = 'Lower the rate with --rate, and run the same command again.';
  const patience = { what, within: PATIENCE, firstDelay: 500, longestDelay: 10_000, hint, clock, signal };
  return await retry({ ...patience, retryable: isPassing }, call);
}

const isPassing = (error: unknown): boolean =>
  isThrottling(error) ||
  errorName(error) === 'ProvisionedThroughputExceededException' ||
  isConnectionLost(error) ||
  (httpStatus(error) ?? 0) >= 500;

/** Waits so that no more than `rate` a second come about in the long run. */
export function createPace({ clock, signal, rate }: Walk): (count: number) => Promise<void> {
  let due = clock.now();
  return async (count) => {
    if (rate === undefined) return;
    due = Math.max(due, clock.now() - 1000) + (count * 1000) / rate;
    const pause = due - clock.now();
    if (pause > 0) await clock.sleep(pause, signal);
  };
}
