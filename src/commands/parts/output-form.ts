/** `--output`, which selects another form of the output than the lines for people. */
import { usageError } from '../../errors.ts';

/** Returns the form. Throws a usage error if `--json` selects a form, too. */
export function outputForm({ output, json }: { readonly output: string | undefined; readonly json: boolean }) {
  if (output !== undefined && json)
    throw usageError('--json and --output cannot be used together: each selects a format.', 'Pass one of them.');
  return output;
}
