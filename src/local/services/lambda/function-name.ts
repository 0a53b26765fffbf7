/** Parses the forms of a function's name: `name`, `name:qualifier`, `account:function:name`, a full ARN. */
import type { Scope } from '../../cloud/cloud.ts';
import { invalidParameter, notFound } from '../../state/functions/errors.ts';

const PARTS =
  /^(?:arn:aws[a-zA-Z-]*:lambda:((?:eusc-)?[a-z]{2}(?:-[a-z]+)+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9-_.]+)(?::(\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9-_]+))?$/;

const MAX_NAME = 64;

export interface FunctionReference {
  readonly name: string;
  readonly qualifier?: string;
}

/**
 * `qualifier` is the request's own parameter; it can repeat the one in the name, but not contradict it. Throws
 * ResourceNotFoundException (another region or account), InvalidParameterValueException.
 */
export function parseFunctionName(given: string, scope: Scope, qualifier?: string): FunctionReference {
  const [, region, account, name = given, inside] = PARTS.exec(given) ?? [];
  if (region !== undefined && region !== scope.region) {
    throw notFound(`Functions from '${region}' are not reachable in this region ('${scope.region}')`);
  }
  if (account !== undefined && account !== scope.account) throw notFound(`Function not found: ${given}`);
  if (inside !== undefined && qualifier !== undefined && inside !== qualifier) {
    throw invalidParameter('The derived qualifier from the function name does not match the specified qualifier.');
  }
  const chosen = qualifier ?? inside;
  return { name, qualifier: chosen };
}

/**
 * For a new function. Throws the same errors, and InvalidParameterValueException for a name that is too long; in other
 * operations such a name is only not found.
 */
export function newFunctionName(given: string, scope: Scope): FunctionReference {
  const reference = parseFunctionName(given, scope);
  const { name } = reference;
  if (name.length <= MAX_NAME) return reference;
  throw invalidParameter(
    `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to ${MAX_NAME}`,
  );
}

/** For operations on whole functions; throws InvalidParameterValueException for a version or an alias. */
export function unqualifiedName(given: string, scope: Scope): string {
  const { name, qualifier } = parseFunctionName(given, scope);
  if (qualifier === undefined) return name;
  throw invalidParameter(
    'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
  );
}
