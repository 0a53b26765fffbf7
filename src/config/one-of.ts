/**
 * Reports a value that matches none of several alternatives once: the validator reports an error for each alternative.
 * Pure.
 */
import type { ErrorObject } from 'ajv';
import type { Schema } from './schema-node.ts';

/**
 * Removes the errors of alternatives that the user did not mean. A list or a section stands for the alternative of its
 * type, whose own errors are more exact. For a plain value only the error of `oneOf` itself stays.
 */
export function withoutAlternatives(errors: readonly ErrorObject[]): ErrorObject[] {
  return errors
    .filter(({ keyword }) => keyword === 'oneOf')
    .reduce<ErrorObject[]>(
      (left, choice) => {
        const meant = (choice.schema as Schema[]).findIndex(
          ({ type }) => type !== undefined && type === kindOf(choice.data),
        );
        return left.filter((error) => {
          if (error === choice) return meant < 0;
          if (!isWithin(error, choice)) return true;
          return meant >= 0 && error.schemaPath.startsWith(`${choice.schemaPath}/${meant}/`);
        });
      },
      [...errors],
    );
}

function isWithin(error: ErrorObject, choice: ErrorObject): boolean {
  const sameValue =
    error.instancePath === choice.instancePath || error.instancePath.startsWith(`${choice.instancePath}/`);
  return sameValue && error.schemaPath.startsWith(`${choice.schemaPath}/`);
}

function kindOf(data: unknown): 'array' | 'object' | undefined {
  if (Array.isArray(data)) return 'array';
  return typeof data === 'object' && data !== null ? 'object' : undefined;
}
