/** The refusal of a smoke test for which the contract has no request. */
import { type ApikitError, usageError } from '../../../errors.ts';

export function nothingToSend(file: string): ApikitError {
  return usageError(
    `There is nothing to send: ${file} has no GET that needs no parameter, and marks no other operation as safe.`,
    'Give an operation with examples x-apikit: { smoke: true }; docs/smoke.md tells more. Nothing was sent.',
  );
}
