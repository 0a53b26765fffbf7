/**
 * Creation where AWS takes no client token (aws-facts §10): when the answer is lost, sending the call again makes a second
 * one. The SDK would do just that, so its retries are held back for such calls, and what the first one made is looked for.
 */
import type { Clock } from '../clock.ts';
import { callOf, rememberCall } from './call-facts.ts';
import { errorMessage, httpStatus, isThrottling, isUnreachable } from './sdk-error.ts';

/** The call may or may not have taken effect. Carries nothing by which the SDK would take it for transient. */
class UnknownOutcomeError extends Error {
  override readonly name = 'UnknownOutcomeError';
  readonly original: unknown;

  constructor(original: unknown) {
    super(errorMessage(original));
    this.original = original;
  }
}

/** The part of an SDK command that is used here. */
interface Command {
  middlewareStack: {
    add(
      middleware: <Args, Output>(next: (args: Args) => Promise<Output>) => (args: Args) => Promise<Output>,
      options: { step: 'finalizeRequest'; priority: 'low'; name: string; override: true },
    ): void;
  };
}

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
  holdBackRetries(command);
  for (let tries = 1; ; tries += 1) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof UnknownOutcomeError)) throw error;
      await clock.sleep(PAUSE * tries, signal);
      const made = await find();
      if (made) return made;
      if (tries < TRIES) continue;
      const call = callOf(error);
      if (call) rememberCall(error.original, call);
      throw error.original;
    }
  }
}

/** Inside the SDK's retry loop, so that it sees every attempt. */
function holdBackRetries(command: Command): void {
  command.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw hasUnknownOutcome(error) ? new UnknownOutcomeError(error) : error;
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'apikitCreateOnce', override: true },
  );
}

/** A connection that broke, or a failure inside AWS. Refusals and throttling are known to have had no effect. */
function hasUnknownOutcome(error: unknown): boolean {
  if (isThrottling(error) || isUnreachable(error)) return false;
  const status = httpStatus(error);
  return status === undefined || status >= 500;
}
