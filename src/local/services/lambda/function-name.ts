/** Reads the many forms of a function's name: `name`, `name:qualifier`, `account:function:name`, a full ARN. */
import type { Scope } from '../../cloud.ts';
import { checkMembers } from '../../constraints.ts';
import { invalidParameter, notFound } from './errors.ts';

const NAME_PATTERN =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?';

const FORM =
  /^(?:arn:aws[a-zA-Z-]*:lambda:([a-z]{2}(?:-[a-z]+)+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9-_]+)(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/;

export interface FunctionReference {
  readonly name: string;
  readonly qualifier?: string;
}

/**
 * `qualifier` is the request's own parameter; it may repeat but not contradict the one inside the name.
 * Throws ValidationException, ResourceNotFoundException (another region or account), InvalidParameterValueException.
 */
export function parseFunctionName(given: unknown, qualifier: unknown, scope: Scope): FunctionReference {
  const text = String(given ?? '');
  const match = FORM.exec(text);
  if (!match) checkMembers('ValidationException', [['functionName', text, { pattern: NAME_PATTERN, maxLength: 140 }]]);
  const [, region, account, name, inside] = match!;
  checkMembers('ValidationException', [['functionName', name, { maxLength: 64 }]]);
  if (region !== undefined && region !== scope.region) {
    throw notFound(`Functions from '${region}' are not reachable in this region ('${scope.region}')`);
  }
  if (account !== undefined && account !== scope.account) throw notFound(`Function not found: ${text}`);
  const outside = qualifier === undefined || qualifier === '' ? undefined : String(qualifier);
  if (inside !== undefined && outside !== undefined && inside !== outside) {
    throw invalidParameter('The derived qualifier from the function name does not match the specified qualifier.');
  }
  const chosen = outside ?? inside;
  return { name: name!, ...(chosen !== undefined && { qualifier: chosen }) };
}
