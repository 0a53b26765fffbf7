/** The error about a configuration of which the import makes no project. */
import { ApikitError, EXIT } from '../../errors.ts';

export const bad = (message: string) =>
  new ApikitError('BadTemplate', `${message} Nothing was written.`, {
    exitCode: EXIT.usage,
    hint: 'Name the folder with the .tf files, or a file that `terraform show -json` has written.',
  });
