/**
 * AWS's constraint checks. All services use the same text: "1 validation error detected: Value 'x' at 'y' failed to
 * satisfy constraint: …". Only the error code differs.
 */
import { AwsError, notImplemented } from './aws-error.ts';

export interface Constraint {
  readonly required?: boolean;
  /** The length of a string or list. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** The value of a number. */
  readonly min?: number;
  readonly max?: number;
  /** The whole string must match. The message quotes the pattern as AWS's model has it. */
  readonly pattern?: string;
  readonly oneOf?: readonly string[];
}

/**
 * Keys and values of tags. The pattern is that of the models of SSM, CloudWatch Logs and IAM (botocore); the other
 * services name the same characters in prose (docs/aws/tags.md).
 */
export const TAG_KEY: Constraint = {
  required: true,
  minLength: 1,
  maxLength: 128,
  pattern: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]+`,
};
export const TAG_VALUE: Constraint = { maxLength: 256, pattern: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]*` };

/** One member to check: its path as AWS writes it (`roleName`, `tags.1.member.key`), its value and its constraint. */
export type Member = readonly [path: string, value: unknown, constraint: Constraint];

/**
 * Throws one `AwsError` with this code that names every violated constraint, at most ten as AWS does. Throws
 * SerializationException first if a member with a pattern is not a string.
 */
export function checkMembers(code: string, members: readonly Member[]): void {
  for (const [, value, { pattern }] of members) if (pattern !== undefined) requireText(value);
  const errors = members.flatMap(([path, value, constraint]) =>
    violations(value, constraint).map(
      (rule) => `Value ${show(value)} at '${path}' failed to satisfy constraint: ${rule}`,
    ),
  );
  if (errors.length === 0) return;
  const count = `${errors.length} validation error${errors.length === 1 ? '' : 's'} detected`;
  throw new AwsError(code, `${count}: ${errors.slice(0, 10).join('; ')}`);
}

/** For services that reject a value with a text of their own. */
export const satisfies = (value: unknown, constraint: Constraint): boolean =>
  violations(value, constraint).length === 0;

/** Members that AWS has but the emulation does not: throws NotImplemented for the first one that is set. */
export function refuseMembers(operation: string, input: object, names: readonly string[]): void {
  const asked = names.find((name) => {
    const value = (input as Record<string, unknown>)[name];
    return value !== undefined && value !== null && String(value) !== 'false' && String(value) !== '';
  });
  if (asked) throw notImplemented(`${operation} with ${asked}`);
}

/** A list instead of a string would pass every check for strings and would then be stored. */
function requireText(value: unknown): void {
  if (value === undefined || value === null || typeof value === 'string') return;
  const found = Array.isArray(value) ? 'list' : 'structure or map';
  const words =
    typeof value === 'object'
      ? `Start of ${found} found where not expected`
      : `${typeof value === 'number' ? 'NUMBER' : String(value).toUpperCase()}_VALUE can not be converted to a String`;
  throw new AwsError('SerializationException', words);
}

function violations(value: unknown, constraint: Constraint): string[] {
  if (value === undefined || value === null) return constraint.required ? ['Member must not be null'] : [];
  const found: string[] = [];
  const { minLength, maxLength, min, max, pattern, oneOf } = constraint;
  if (typeof value === 'string' || Array.isArray(value)) {
    if (maxLength !== undefined && value.length > maxLength) {
      found.push(`Member must have length less than or equal to ${maxLength}`);
    }
    if (minLength !== undefined && value.length < minLength) {
      found.push(`Member must have length greater than or equal to ${minLength}`);
    }
  }
  if (min !== undefined && Number(value) < min) found.push(`Member must have value greater than or equal to ${min}`);
  if (max !== undefined && Number(value) > max) found.push(`Member must have value less than or equal to ${max}`);
  if (pattern !== undefined && typeof value === 'string' && !new RegExp(`^(?:${pattern})$`, 'u').test(value)) {
    found.push(`Member must satisfy regular expression pattern: ${pattern}`);
  }
  if (oneOf !== undefined && !oneOf.includes(String(value))) {
    found.push(`Member must satisfy enum value set: [${oneOf.join(', ')}]`);
  }
  return found;
}

function show(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  return `'${typeof value === 'object' ? JSON.stringify(value) : String(value)}'`;
}
