/** Turns any error into an error for the user. An error without an explanation is a defect of apikit and says so. */
import { explainError } from '../../aws/sdk/errors/explain-error.ts';
import { ApikitError } from '../../errors.ts';
import { explainFileError } from '../../files/explain-file-error.ts';
import type { Io } from '../../ui/io.ts';

export function asApikitError(error: unknown, io: Pick<Io, 'env'>): ApikitError {
  const explained = explainError(error) ?? explainFileError(error);
  if (explained) return explained;
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const trace = io.env.APIKIT_DEBUG && error instanceof Error ? `\n${error.stack}` : '';
  return new ApikitError(
    'Defect',
    `apikit met an error that it does not handle (${words}). This is a defect of apikit, not of your project.${trace}`,
    {
      hint: io.env.APIKIT_DEBUG
        ? 'Please report it with the trace above.'
        : 'Run the same command with APIKIT_DEBUG=1, and report it with the trace.',
      cause: error,
    },
  );
}
