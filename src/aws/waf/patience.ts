/**
 * Retries what AWS WAF refuses only because it is eventually consistent: a resource that it does not find yet, and one
 * that it still counts as in use (docs/pitfalls.md, pitfall 23).
 */
import type { Clock } from '../../clock.ts';
import type { KindContext } from '../../engine/resource.ts';
import { isAwsError } from '../sdk/errors/sdk-error.ts';
import { retry } from '../sdk/retry.ts';

/** Milliseconds. Users report up to five minutes (docs/aws/waf.md). */
const PATIENCE = 300_000;

/** Another change was faster, so the lock token of this one is old: `send` reads it again. */
const CHANGED = 'WAFOptimisticLockException';

interface Wait {
  /** The task, for the error after the last try: `delete the web ACL items-api-dev`. */
  readonly what: string;
  /** The errors that time solves. */
  readonly until: 'known' | 'unused';
  readonly clock: Clock;
  readonly context: KindContext;
}

export async function patiently<T>({ what, until, clock, context }: Wait, send: () => Promise<T>): Promise<T> {
  const code = until === 'known' ? 'WAFUnavailableEntityException' : 'WAFAssociatedItemException';
  return await retry(
    {
      what,
      within: PATIENCE,
      firstDelay: 2_000,
      longestDelay: 15_000,
      hint: 'AWS WAF needs some minutes now and then. Run the same command again.',
      clock,
      signal: context.signal,
      retryable: (error) => isAwsError(error, code, CHANGED),
      onRetry: (tries) => tries === 1 && context.note('waiting for AWS WAF, which may take some minutes'),
    },
    send,
  );
}
