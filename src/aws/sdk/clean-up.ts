/**
 * Calls that set right what the run has begun: taking back half of something, prolonging the lock while work ends, giving it
 * back. They are made although the run has been interrupted, with all their retries, and end by a time of their own.
 */

/** ms. Their answers take well under a second; nobody who pressed Ctrl-C waits for long. */
const PATIENCE = 15_000;

const signals = new WeakMap<object, AbortSignal>();

/** The command, as one that an interruption of the run does not stop. Its time begins now. */
export function cleaningUp<Command extends { readonly input: object }>(command: Command): Command {
  signals.set(command.input, AbortSignal.timeout(PATIENCE));
  return command;
}

/** What ends a clean-up call, by its input; `undefined` for every other call. */
export function ownSignal(input: object): AbortSignal | undefined {
  return signals.get(input);
}
