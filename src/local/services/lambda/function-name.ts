/** Parses the forms of a function's name: `name`, `name:qualifier`, `account:function:name`, a full ARN. */
import type { Scope } from '../../cloud/cloud.ts';
import { checkMembers } from '../../cloud/constraints.ts';
import { invalidParameter, notFound } from '../../state/functions/errors.ts';

/** A valid form of a name, and Lambda's text for it. Lambda's model in botocore 1.43 has two forms. */
interface Form {
  readonly pattern: string;
  readonly maxLength: number;
}

const PLACE =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?';

/** `NamespacedFunctionName`: for calls of functions and for their policies, which can have a qualifier. */
const NAMESPACED: Form = {
  pattern: `${PLACE}([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?`,
  maxLength: 256,
};
/** `FunctionName`: for operations that create and change functions. */
const PLAIN: Form = { pattern: `${PLACE}([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`, maxLength: 140 };

const PARTS =
  /^(?:arn:aws[a-zA-Z-]*:lambda:((?:eusc-)?[a-z]{2}(?:-[a-z]+)+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9-_.]+)(?::(\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9-_]+))?$/;

const MAX_NAME = 64;
const QUALIFIER = { minLength: 1, maxLength: 128, pattern: '\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+' };

export interface FunctionReference {
  readonly name: string;
  readonly qualifier?: string;
}

/**
 * `qualifier` is the request's own parameter; it can repeat the one in the name, but not contradict it. Throws
 * ValidationException, ResourceNotFoundException (another region or account), InvalidParameterValueException.
 */
export function parseFunctionName(given: unknown, qualifier: unknown, scope: Scope): FunctionReference {
  const outside = qualifier === undefined || qualifier === '' ? undefined : String(qualifier);
  checkMembers('ValidationException', [
    ['qualifier', outside, QUALIFIER],
    ['functionName', String(given ?? ''), NAMESPACED],
  ]);
  const { name, qualifier: inside } = parse(given, NAMESPACED, scope);
  if (inside !== undefined && outside !== undefined && inside !== outside) {
    throw invalidParameter('The derived qualifier from the function name does not match the specified qualifier.');
  }
  const chosen = outside ?? inside;
  return { name, ...(chosen !== undefined && { qualifier: chosen }) };
}

/** For operations without a qualifier parameter; throws the same errors. */
export const parsePlainFunctionName = (given: unknown, scope: Scope): FunctionReference => parse(given, PLAIN, scope);

/**
 * For a new function. Throws the same errors, and InvalidParameterValueException for a name that is too long; in other
 * operations such a name is only not found.
 */
export function newFunctionName(given: unknown, scope: Scope): FunctionReference {
  const reference = parse(given, PLAIN, scope);
  const { name } = reference;
  if (name.length <= MAX_NAME) return reference;
  throw invalidParameter(
    `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to ${MAX_NAME}`,
  );
}

/** For operations on whole functions; throws InvalidParameterValueException for a version or an alias. */
export function unqualifiedName(given: unknown, scope: Scope): string {
  const { name, qualifier } = parse(given, PLAIN, scope);
  if (qualifier === undefined) return name;
  throw invalidParameter(
    'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
  );
}

function parse(given: unknown, form: Form, scope: Scope): FunctionReference {
  const text = String(given ?? '');
  checkMembers('ValidationException', [['functionName', text, form]]);
  const [, region, account, name = text, qualifier] = PARTS.exec(text) ?? [];
  if (region !== undefined && region !== scope.region) {
    throw notFound(`Functions from '${region}' are not reachable in this region ('${scope.region}')`);
  }
  if (account !== undefined && account !== scope.account) throw notFound(`Function not found: ${text}`);
  return { name, ...(qualifier !== undefined && { qualifier }) };
}
