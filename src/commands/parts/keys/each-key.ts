/** Does the same write for many keys. An error says how many keys are done, and a repeated command does the rest. */
import type { StageKey } from '../../../aws/keys/stage-key.ts';
import type { Context } from '../../../context.ts';
import { ApikitError, interrupted } from '../../../errors.ts';
import { mapWithConcurrency } from '../../../map-with-concurrency.ts';
import { counted } from '../../../text/counted.ts';
import { asApikitError } from '../as-apikit-error.ts';
import { createProgress } from '../item-progress.ts';

/** AWS allows ten calls per second. */
const AT_ONCE = 5;

/** `done` is, for example, `disabled`. */
export async function eachKey<Key extends Pick<StageKey, 'id'>>(
  keys: readonly Key[],
  done: string,
  context: Context,
  work: (key: Key) => Promise<void>,
): Promise<void> {
  const progress = createProgress(context);
  const { signal } = context.io;
  let count = 0;
  try {
    await mapWithConcurrency(AT_ONCE, keys, async (key) => {
      signal.throwIfAborted();
      await work(key);
      count += 1;
      progress(() => `${count} of ${counted(keys.length, 'key')} ${done}`);
    });
  } catch (error) {
    if (keys.length === 1 && !signal.aborted) throw error;
    throw partialFailure(error, `${count} of ${counted(keys.length, 'key')} were ${done}.`, context);
  }
}

/** The error of a run that ended between many keys. `sofar` is its progress. `hide` removes secret values. */
export function partialFailure(
  error: unknown,
  sofar: string,
  { io }: Context,
  hide = (text: string): string => text,
): ApikitError {
  const known = io.signal.aborted ? interrupted('Interrupted.') : asApikitError(error, io);
  return new ApikitError(known.code, `${hide(known.message)} ${sofar}`, {
    exitCode: known.exitCode,
    hint: 'Run the same command again: it does the rest.',
    cause: error,
  });
}
