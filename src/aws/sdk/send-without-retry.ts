/**
 * Keeps the SDK from retrying a call that must not be sent again at once. Its retry loop looks at the kind of each
 * error. It does not know the wrapper that is thrown here, so the call returns after one attempt.
 */
import { failedCallOf, rememberFailedCall } from './errors/failed-call.ts';
import { NotRetryable } from './errors/not-retryable.ts';
import { errorMessage } from './errors/sdk-error.ts';

class NotRetriedError extends Error {
  override readonly name = 'NotRetriedError';
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

/** Sends the command. An error that `when` accepts is thrown as it is after the first attempt. */
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
