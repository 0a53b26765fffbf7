/**
 * Creation where AWS takes no client token (docs/aws/other-services.md): when the answer is lost, sending the call
 * again makes a second one. The SDK would do just that, so its retries are held back for such calls, and what the first
 * one made is looked for.
 */
import type { Clock } from '../../clock.ts';
import { errorName, httpStatus, isThrottling, isUnreachable } from './errors/sdk-error.ts';
import { type Command, sendWithoutRetry } from './send-without-retry.ts';

export interface CreateOnce<Made> {
  send(): Promise<Made>;
  /** Looks for what a lost answer may have made. */
  find(): Promise<Made | undefined>;
  clock: Clock;
  signal: AbortSignal;
}

const TRIES = 3;
/** ms between a lost answer and looking: the call may still be at work. */
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

/** A connection that broke, or a failure inside AWS. Refusals and throttling are known to have had no effect. */
function hasUnknownOutcome(error: unknown): boolean {
  if (isThrottling(error) || isUnreachable(error)) return false;
  const status = httpStatus(error);
  return status === undefined ? !NEVER_SENT.includes(errorName(error)) : status >= 500;
}

/** There were no credentials to sign with; nobody answered at the address. */
const NEVER_SENT = ['CredentialsProviderError', 'TokenProviderError', 'UnreachableError'];
