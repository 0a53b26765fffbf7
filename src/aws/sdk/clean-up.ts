/**
 * Calls that complete or undo what the run has begun: they delete something that is half created, or renew or release
 * the lock. They are made even if the run has been interrupted, with all their retries, and have their own time limit.
 */

/** Milliseconds. The responses take well under a second, and a user who pressed Ctrl-C should not wait long. */
const PATIENCE = 15_000;

const signals = new WeakMap<object, AbortSignal>();

/** Marks the command as one that an interruption of the run does not stop. Its time limit begins now. */
export function asCleanUp<Command extends { readonly input: object }>(command: Command): Command {
  signals.set(command.input, AbortSignal.timeout(PATIENCE));
  return command;
}

/** The signal that ends a clean-up call, by its input; `undefined` for every other call. */
export function cleanUpSignal(input: object): AbortSignal | undefined {
  return signals.get(input);
}
