/**
 * Adds apikit's middleware to one SDK client. Around each call, it remembers which call an error came from. Around each
 * attempt, before the signature, it waits for the rate limit, counts, and stops retries if nobody answers at the
 * address.
 */
import type { ServiceInputTypes, ServiceOutputTypes, STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '../../clock.ts';
import { type CallCounter, isRead } from './call-counter.ts';
import { cleanUpSignal } from './clean-up.ts';
import { conflictsOf } from './concurrent-modification.ts';
import { type Conflicts, isConflict } from './conflicts.ts';
import { type FailedCall, rememberFailedCall } from './errors/failed-call.ts';
import { NotRetryable } from './errors/not-retryable.ts';
import {
  dateOfError,
  errorMessage,
  isQuotaFull,
  isThrottling,
  isUnreachable,
  retryAfter,
  unmarkClockSkew,
} from './errors/sdk-error.ts';
import { hideSecrets } from './errors/secrets-in-errors.ts';
import type { Limiter } from './limiter.ts';
import type { ServerTime } from './server-time.ts';

export interface Instruments {
  /** The facts that all calls of this client share. */
  facts: Omit<FailedCall, 'operation'>;
  counter: CallCounter;
  clock: Pick<Clock, 'now'>;
  /** Learns AWS's time from every response. */
  serverTime: ServerTime;
  /** The refusals that pass by themselves. */
  conflicts?: Conflicts;
  /** Called at each attempt, because the account and its limits may become known later. */
  limiter?: () => Limiter;
  /** The signal of the run. Nothing new begins after it has been aborted, except clean-up calls (`clean-up.ts`). */
  signal?: AbortSignal;
}

/** Enough to survive a restart of a local server, and few enough to report a wrong address within seconds. */
const UNREACHABLE_ATTEMPTS = 3;

/** Nobody answered. The SDK does not retry this error, because it has neither a code nor a cause that the SDK knows. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/** The SDK numbers its attempts in this header: `attempt=2; max=10`. */
function attemptOf(request: unknown): number {
  const headers = (request as { headers?: Record<string, string> }).headers ?? {};
  return Number(/attempt=(\d+)/.exec(headers['amz-sdk-request'] ?? '')?.[1] ?? 1);
}

function dateOf(response: unknown): string | undefined {
  return (response as { headers?: Record<string, string> } | undefined)?.headers?.date;
}

type Arguments = { input: ServiceInputTypes; request: unknown };
type Next = (args: Arguments) => Promise<{ response: unknown; output: ServiceOutputTypes }>;

/** All clients have the same middleware stack. Its type here is that of one of them. */
export function instrument(client: STSClient, instruments: Instruments): void {
  const { counter, signal: ofRun, facts, clock, serverTime, conflicts } = instruments;
  const operationOf = (context: { commandName?: string }) => (context.commandName ?? 'Unknown').replace(/Command$/, '');

  client.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (thrown) {
        const error = thrown instanceof NotRetryable ? thrown.answer : thrown;
        hideSecrets(error);
        // An interruption is not the response to a call.
        if (!ofRun?.aborted || error !== ofRun.reason)
          rememberFailedCall(error, { ...facts, operation: operationOf(context) });
        throw error;
      }
    },
    { step: 'initialize', priority: 'high', name: 'apikitCallFacts' },
  );

  client.middlewareStack.addRelativeTo(
    (next: Next, context: { commandName?: string }) => async (args: Arguments) => {
      const operation = operationOf(context);
      const attempt = attemptOf(args.request);
      const own = cleanUpSignal(args.input);
      const signal = own ?? ofRun;
      signal?.throwIfAborted();
      const limiter = instruments.limiter?.();
      const release = await limiter?.acquire(operation, signal);
      counter.attempt(operation, attempt > 1 || conflictsOf(context) > 0);
      const sentAt = clock.now();
      const noteDate = (date: string | undefined) => serverTime.note({ sentAt, receivedAt: clock.now(), date });
      try {
        const answer = await (own || isRead(operation) ? abandonable(next(args), signal) : next(args));
        noteDate(dateOf(answer.response));
        return answer;
      } catch (error) {
        noteDate(dateOfError(error));
        unmarkClockSkew(error);
        if (isThrottling(error)) {
          counter.throttle();
          const wait = retryAfter(error);
          if (wait !== undefined) limiter?.pause(operation, wait);
        }
        // DynamoDB returns the same error for tables that are being changed at this moment, which passes by itself.
        const passes = facts.service === 'DynamoDB' || (conflicts && isConflict(conflicts, operation, error));
        if (isQuotaFull(error) && !passes) throw new NotRetryable(error);
        if (isUnreachable(error) && attempt >= UNREACHABLE_ATTEMPTS) throw new UnreachableError(errorMessage(error));
        throw error;
      } finally {
        release?.();
      }
    },
    // Before the signature, so that a long wait cannot make the signature expire.
    { relation: 'before', toMiddleware: 'httpSigningMiddleware', name: 'apikitAttempt' },
  );
}

/** Nobody needs the response to a read after the run has ended. The response to a write says whether it took effect. */
async function abandonable<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return answer;
  let abandon: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abandon = () => reject(signal.reason);
    // The abort may have come while the call waited for its turn, and does not come again.
    if (signal.aborted) abandon();
    signal.addEventListener('abort', abandon, { once: true });
  });
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    if (abandon) signal.removeEventListener('abort', abandon);
  }
}
