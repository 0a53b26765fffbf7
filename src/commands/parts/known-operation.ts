/** Checks the operations that flags and files name. */
import { usageError } from '../../errors.ts';

/** Throws a usage error with all operations of the contract if one of the names is none. */
export function requireOperations(
  operations: readonly { readonly operationId: string }[],
  names: readonly (string | undefined)[],
): void {
  const known = operations.map(({ operationId }) => operationId);
  const unknown = names.find((name) => name !== undefined && !known.includes(name));
  if (unknown === undefined) return;
  throw usageError(`The contract has no operation "${unknown}".`, `It has ${known.join(', ')}.`);
}
