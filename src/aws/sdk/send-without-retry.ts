/**
 * Keeps the SDK from retrying what must not be sent again blindly or at once. Its retry loop asks each error what it is;
 * the wrapper made here says nothing that it knows, so the call comes back after one attempt.
 */
import { failedCallOf, rememberFailedCall } from './errors/failed-call.ts';
import { NotRetryable } from './errors/not-retryable.ts';
import { errorMessage } from './errors/sdk-error.ts';

class NotRetriedError extends Error {
  override readonly name = 'HeldBackError';
  readonly original: unknown;

  constructor(original: unknown) {
    super(errorMessage(original));
    this.original = original;
  }
}

/** The part of an SDK command that is used here. */
export interface Command {
  middlewareStack: {
    addRelativeTo(
      middleware: <Args, Output>(next: (args: Args) => Promise<Output>) => (args: Args) => Promise<Output>,
      options: { relation: 'after'; toMiddleware: 'retryMiddleware'; name: string; override: true },
    ): void;
  };
}

/** Sends the command so that an error for which `when` holds is thrown as it is after the first attempt. */
export async function sendWithoutRetry<T>(
  command: Command,
  when: (error: unknown) => boolean,
  send: () => Promise<T>,
): Promise<T> {
  command.middlewareStack.addRelativeTo(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw !(error instanceof NotRetryable) && when(error) ? new NotRetriedError(error) : error;
      }
    },
    { relation: 'after', toMiddleware: 'retryMiddleware', name: 'apikitHoldBack', override: true },
  );
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof NotRetriedError)) throw error;
    const call = failedCallOf(error);
    if (call) rememberFailedCall(error.original, call);
    throw error.original;
  }
}
