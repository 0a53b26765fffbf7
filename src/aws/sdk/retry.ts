/**
 * Retries what the SDK does not retry: AWS's eventual consistency (a role that is not usable yet, an update in
 * progress). Each retry has a time limit, jitter and a reason. The clock and the random numbers are passed in.
 */
import type { Clock } from '../../clock.ts';
import { ApikitError } from '../../errors.ts';
import { errorMessage } from './errors/sdk-error.ts';

export interface RetryLimits {
  /** The task, for the error after the last try: `set the CloudWatch role of API Gateway`. */
  readonly what: string;
  /** Milliseconds after which no further try begins. */
  readonly within: number;
  /** Milliseconds before the second try. Default: 500. */
  readonly firstDelay?: number;
  /** Milliseconds. Each delay is half as long again as the one before, up to this. Default: 5,000. */
  readonly longestDelay?: number;
  /** The user's next step if all tries failed. */
  readonly hint: string;
  readonly clock: Clock;
  /** 0 ≤ n < 1. Default: `Math.random`. */
  readonly random?: () => number;
  readonly signal?: AbortSignal;
}

export interface RetryOptions extends RetryLimits {
  /** Whether waiting can solve this error. */
  retryable(error: unknown): boolean;
  /** Called before each wait, with the number of failed tries. */
  onRetry?(tries: number, error: unknown): void;
}

/** Tries until it succeeds. Throws an error that cannot be retried as it is, and `GaveUp` when the time is over. */
export async function retry<T>(options: RetryOptions, attempt: () => Promise<T>): Promise<T> {
  const { clock, signal } = options;
  const started = clock.now();
  for (let tries = 1; ; tries += 1) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (!options.retryable(error)) throw error;
      const pause = delayAfter(tries, options);
      if (clock.now() + pause - started > options.within) {
        const reason = errorMessage(error).replace(/\.?$/, '.');
        throw gaveUp(options, tries, clock.now() - started, `The last error was: ${reason}`, error);
      }
      options.onRetry?.(tries, error);
      await clock.sleep(pause, signal);
    }
  }
}

/** Calls `look` until it returns something. Throws `GaveUp` when the time is over. */
export async function waitUntil<T>(patience: RetryLimits, look: () => Promise<T | undefined>): Promise<T> {
  const { clock, signal } = patience;
  const started = clock.now();
  for (let tries = 1; ; tries += 1) {
    signal?.throwIfAborted();
    const found = await look();
    if (found !== undefined) return found;
    const pause = delayAfter(tries, patience);
    if (clock.now() + pause - started > patience.within) {
      throw gaveUp(patience, tries, clock.now() - started, 'The resource did not reach the expected state.');
    }
    await clock.sleep(pause, signal);
  }
}

/** Between half and all of the delay, so that two waiting processes drift apart. */
function delayAfter(
  tries: number,
  { firstDelay = 500, longestDelay = 5_000, random = Math.random }: RetryLimits,
): number {
  const full = Math.min(longestDelay, firstDelay * 1.5 ** (tries - 1));
  return Math.ceil(full * (0.5 + random() / 2));
}

function gaveUp(patience: RetryLimits, tries: number, took: number, reason: string, cause?: unknown): ApikitError {
  const message = `Could not ${patience.what}: gave up after ${tries} ${tries === 1 ? 'try' : 'tries'} in ${Math.round(took / 1000)} s. ${reason}`;
  return new ApikitError('GaveUp', message, { hint: patience.hint, cause });
}
