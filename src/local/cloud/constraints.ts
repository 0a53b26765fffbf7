/**
 * AWS's constraint checks. All services use the same text: "1 validation error detected: Value 'x' at 'y' failed to
 * satisfy constraint: …". Only the error code differs.
 */
import { AwsError, notImplemented } from './aws-error.ts';
import { matchesJavaPattern } from './java-pattern.ts';
import { isPlainObject } from './plain-object.ts';

export interface Constraint {
  readonly required?: boolean;
  /** The length of a string, list or map. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** The value of a number. */
  readonly min?: number;
  readonly max?: number;
  /** The whole string must match. The message quotes the pattern as AWS's model has it. */
  readonly pattern?: string;
  readonly oneOf?: readonly string[];
  /** The constraint of each plain item of a list. */
  readonly items?: Constraint;
  /** The items can be null. */
  readonly nullItems?: boolean;
  /** The constraints of the keys and of the plain values of a map. */
  readonly keys?: Constraint;
  readonly values?: Constraint;
  /** Numbers are printed with a decimal point, as Java prints a `Double`. */
  readonly decimal?: boolean;
  /** The value is binary; JSON and Query have it in base64. */
  readonly binary?: boolean;
  /** The error does not repeat the value. */
  readonly sensitive?: boolean;
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
      (rule) =>
        `Value ${constraint.sensitive ? '' : `${show(value, constraint)} `}at '${path}' failed to satisfy constraint: ${rule}`,
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
export function refuseMembers<Input extends object>(
  operation: string,
  input: Input,
  names: readonly (keyof Input & string)[],
): void {
  const asked = names.find((name) => {
    const value: unknown = input[name];
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
  if (value === undefined || value === null) return constraint.required ? [...NOT_NULL] : [];
  return [
    ...rulesOf(constraint)
      .filter(({ holds }) => !holds(value))
      .map(({ text }) => text),
    ...partsBroken('Member', Array.isArray(value) ? value : [], constraint.items, constraint.nullItems ? [] : NOT_NULL),
    ...(isPlainObject(value)
      ? [
          ...partsBroken('Map keys', Object.keys(value), constraint.keys),
          ...partsBroken('Map value', Object.values(value), constraint.values, NOT_NULL),
        ]
      : []),
  ];
}

const NOT_NULL: readonly string[] = ['Member must not be null'];

/**
 * The text has all rules of the parts, also those that hold. LocalStack's recordings of Lambda have this form
 * (`test_create_lambda_exceptions`, `test_notfound_and_invalid_routingconfigs`).
 */
function partsBroken(
  part: string,
  values: readonly unknown[],
  constraint: Constraint | undefined,
  more: readonly string[] = [],
): string[] {
  if (constraint === undefined) return [];
  const rules = rulesOf(constraint);
  if (values.every((value) => rules.every(({ holds }) => holds(value)))) return [];
  return [`${part} must satisfy constraint: [${[...rules.map(({ text }) => text), ...more].join(', ')}]`];
}

interface Rule {
  readonly text: string;
  holds(value: unknown): boolean;
}

/** One request can have thousands of members with the same constraint. */
const known = new WeakMap<Constraint, readonly Rule[]>();

function rulesOf(constraint: Constraint): readonly Rule[] {
  const rules = known.get(constraint) ?? makeRules(constraint);
  known.set(constraint, rules);
  return rules;
}

function makeRules({ minLength, maxLength, min, max, decimal, binary, pattern, oneOf }: Constraint): Rule[] {
  const rules: Rule[] = [];
  const rule = (text: string, holds: Rule['holds']) => rules.push({ text: `Member must ${text}`, holds });
  if (maxLength !== undefined) {
    rule(`have length less than or equal to ${maxLength}`, (value) => !(lengthOf(value, binary) > maxLength));
  }
  if (minLength !== undefined) {
    rule(`have length greater than or equal to ${minLength}`, (value) => !(lengthOf(value, binary) < minLength));
  }
  const limit = (value: number) => (decimal ? decimalText(value) : String(value));
  if (max !== undefined) rule(`have value less than or equal to ${limit(max)}`, (value) => !(Number(value) > max));
  if (min !== undefined) rule(`have value greater than or equal to ${limit(min)}`, (value) => !(Number(value) < min));
  if (pattern !== undefined) {
    rule(
      `satisfy regular expression pattern: ${pattern}`,
      (value) => typeof value !== 'string' || matchesJavaPattern(value, pattern),
    );
  }
  if (oneOf !== undefined)
    rule(`satisfy enum value set: [${oneOf.join(', ')}]`, (value) => oneOf.includes(String(value)));
  return rules;
}

/** The length is NaN, which breaks no rule, if the value has none. */
function lengthOf(value: unknown, binary = false): number {
  if (binary && typeof value === 'string') return Buffer.byteLength(value, 'base64');
  if (typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return isPlainObject(value) ? Object.keys(value).length : Number.NaN;
}

const decimalText = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));

function show(value: unknown, constraint: Constraint): string {
  return value === undefined || value === null ? 'null' : `'${javaText(value, constraint)}'`;
}

/** Lists and maps of plain values are printed as Java does (LocalStack's recordings above); structures as JSON. */
function javaText(value: unknown, { decimal, items, values }: Constraint): string {
  if (decimal && typeof value === 'number') return decimalText(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value) && items) return `[${value.map((item) => javaText(item, items)).join(', ')}]`;
  if (!isPlainObject(value) || !values) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, one]) => `${key}=${javaText(one, values)}`)
    .join(', ')}}`;
}
