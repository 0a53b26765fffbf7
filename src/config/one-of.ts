/** A value that may be one of several things, told once: the validator tells every thing that it is not. Pure. */
import type { ErrorObject } from 'ajv';
import type { Schema } from './schema-parts.ts';

/**
 * Without the alternatives that were not meant. A list or a section means the alternative that is one, whose own errors
 * say more; of a plain value only the `oneOf` itself is left.
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
