/** The error of both bundlers for an entry that is not a file. */
import { ApikitError, EXIT } from '../../errors.ts';

export function entryNotFound(entry: string): ApikitError {
  return new ApikitError('EntryNotFound', `The function's entry ${entry} does not exist.`, {
    hint: 'Set function.entry in apikit.yaml to the file with the handler, relative to the project, or function.handler to file and export: index.handler.',
    exitCode: EXIT.usage,
  });
}
