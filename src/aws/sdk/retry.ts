/**
 * Retries for what the SDK does not retry: AWS's own eventual consistency (a role not yet usable, an update in progress).
 * Always bounded in time, always jittered, always with a reason; the clock and the dice are passed in.
 */
import type { Clock } from '../../clock.ts';
import { ApikitError } from '../../errors.ts';
import { errorMessage } from './errors/sdk-error.ts';

export interface Patience {
  /** What is being done, for the error that gives up: `set the CloudWatch role of API Gateway`. */
  readonly what: string;
  /** ms after which no further try is begun. */
  readonly within: number;
  /** ms before the second try. Default 500. */
  readonly firstDelay?: number;
  /** ms; delays grow by half each time up to this. Default 5,000. */
  readonly longestDelay?: number;
  /** What the user can do when it was all in vain. */
  readonly hint: string;
  readonly clock: Clock;
  /** 0 ≤ n < 1. Default `Math.random`. */
  readonly random?: () => number;
  readonly signal?: AbortSignal;
}

export interface RetryOptions extends Patience {
  /** Only what waiting can cure. */
  retryable(error: unknown): boolean;
  /** Called before each wait, with the number of failed tries so far. */
  onRetry?(tries: number, error: unknown): void;
}

/** Tries until it works. Throws what cannot be retried as it is, and `GaveUp` when the time is over. */
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
        throw gaveUp(options, tries, clock.now() - started, `The last answer was: ${reason}`, error);
      }
      options.onRetry?.(tries, error);
      await clock.sleep(pause, signal);
    }
  }
}

/** Looks until there is something to return. Throws `GaveUp` when the time is over. */
export async function waitUntil<T>(patience: Patience, look: () => Promise<T | undefined>): Promise<T> {
  const { clock, signal } = patience;
  const started = clock.now();
  for (let tries = 1; ; tries += 1) {
    signal?.throwIfAborted();
    const found = await look();
    if (found !== undefined) return found;
    const pause = delayAfter(tries, patience);
    if (clock.now() + pause - started > patience.within) {
      throw gaveUp(patience, tries, clock.now() - started, 'It has not come about.');
    }
    await clock.sleep(pause, signal);
  }
}

/** Between half and all of a delay that grows by half each time: two waiters drift apart, none waits for nothing. */
function delayAfter(tries: number, { firstDelay = 500, longestDelay = 5_000, random = Math.random }: Patience): number {
  const full = Math.min(longestDelay, firstDelay * 1.5 ** (tries - 1));
  return Math.ceil(full * (0.5 + random() / 2));
}

function gaveUp(patience: Patience, tries: number, took: number, reason: string, cause?: unknown): ApikitError {
  const message = `Could not ${patience.what}: gave up after ${tries} ${tries === 1 ? 'try' : 'tries'} in ${Math.round(took / 1000)} s. ${reason}`;
  return new ApikitError('GaveUp', message, { hint: patience.hint, cause });
}
