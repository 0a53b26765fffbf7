/**
 * Creation where AWS accepts no client token (docs/aws/other-services.md): if the response is lost, sending the call
 * again creates a second resource. The SDK would do that, so its retries are disabled for such calls, and this code
 * looks for what the first call created.
 */
import type { Clock } from '../../clock.ts';
import { errorName, httpStatus, isThrottling, isUnreachable } from './errors/sdk-error.ts';
import { type Command, sendWithoutRetry } from './send-without-retry.ts';

export interface CreateOnce<Made> {
  send(): Promise<Made>;
  /** Looks for a resource that a call with a lost response may have created. */
  find(): Promise<Made | undefined>;
  clock: Clock;
  signal: AbortSignal;
}

const TRIES = 3;
/** Milliseconds between a lost response and the search: the call may still run. */
const PAUSE = 1_000;

export async function createOnce<Made>(
  command: Command,
  { send, find, clock, signal }: CreateOnce<Made>,
): Promise<Made> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await sendWithoutRetry(command, hasUnknownOutcome, send);
    } catch (error) {
      if (!hasUnknownOutcome(error)) throw error;
      await clock.sleep(PAUSE * tries, signal);
      const made = await find();
      if (made) return made;
      if (tries === TRIES) throw error;
    }
  }
}

/**
 * Whether the error is a broken connection or a failure inside AWS. A refused or throttled call has certainly had no
 * effect.
 */
function hasUnknownOutcome(error: unknown): boolean {
  if (isThrottling(error) || isUnreachable(error)) return false;
  const status = httpStatus(error);
  return status === undefined ? !NEVER_SENT.includes(errorName(error)) : status >= 500;
}

/** Without credentials or a connection, the call was never sent. */
const NEVER_SENT = ['CredentialsProviderError', 'TokenProviderError', 'UnreachableError'];
