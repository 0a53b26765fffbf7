/** The error of a smoke test for a contract without any request to send. */
import { type ApikitError, usageError } from '../../../errors.ts';

export function nothingToSend(file: string): ApikitError {
  return usageError(
    `There is nothing to send: ${file} has no GET without required parameters, and marks no other operation as safe.`,
    'Add x-apikit: { smoke: true } to an operation with examples; see docs/smoke.md. Nothing was sent.',
  );
}
