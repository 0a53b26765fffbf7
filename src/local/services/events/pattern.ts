/**
 * Event patterns of rules (EventBridge User Guide, "Creating event patterns" and "Comparison operators"): every field
 * of the pattern must match a value of the event. Operators that are not emulated are refused by name.
 */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { isPlainObject } from '../../cloud/plain-object.ts';
import { starPattern } from '../../cloud/star-pattern.ts';

/** Whether a pattern, or a part of it, matches an event or a structure in it. */
export type Matcher = (found: unknown) => boolean;

/** Whether a rule's condition matches one of the plain values of a field. */
type Condition = (value: Plain) => boolean;

type Plain = string | number | boolean | null;

/** Throws InvalidEventPatternException, or NotImplementedException for an operator that is not emulated. */
export function compilePattern(text: string): Matcher {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch {
    throw invalidPattern('Invalid JSON');
  }
  if (!isPlainObject(pattern)) throw invalidPattern('Filter is not an object');
  return structure(pattern);
}

function structure(pattern: Readonly<Record<string, unknown>>): Matcher {
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw invalidPattern('Empty objects are not allowed');
  const matchers = entries.map(([name, part]) => (isAlternative(name, part) ? oneOf(part) : field(name, part)));
  return (found) => matchers.every((matches) => matches(found));
}

/** `$or` with anything else is the name of a field. */
const isAlternative = (name: string, part: unknown): part is Record<string, unknown>[] =>
  name === '$or' && Array.isArray(part) && part.length > 1 && part.every(isPlainObject);

function oneOf(patterns: readonly Record<string, unknown>[]): Matcher {
  const matchers = patterns.map(structure);
  return (found) => matchers.some((matches) => matches(found));
}

function field(name: string, part: unknown): Matcher {
  if (isPlainObject(part)) {
    const matches = structure(part);
    // All conditions must match the same member of a list.
    return (found) => {
      const structures = flat(memberOf(found, name)).filter(isPlainObject);
      return structures.length === 0 ? matches(undefined) : structures.some(matches);
    };
  }
  if (!Array.isArray(part)) throw invalidPattern(`"${name}" must be an object or an array`);
  if (part.length === 0) throw invalidPattern('Empty arrays are not allowed');
  const conditions = part.map(condition);
  return (found) => {
    const values = flat(memberOf(found, name)).filter(isPlain);
    return conditions.some((one) => (typeof one === 'function' ? values.some(one) : one.exists === values.length > 0));
  };
}

const memberOf = (found: unknown, name: string): unknown =>
  isPlainObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;

const flat = (value: unknown): unknown[] => (Array.isArray(value) ? value.flatMap(flat) : [value]);

const isPlain = (value: unknown): value is Plain =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** A value of the event, or whether the field has one. */
function condition(part: unknown): Condition | { readonly exists: boolean } {
  if (isPlain(part)) return (value) => value === part;
  const [name, wanted] = operatorOf(part);
  if (name !== 'exists') return operator(name, wanted);
  if (typeof wanted !== 'boolean') throw invalidPattern('exists match pattern must be either true or false.');
  return { exists: wanted };
}

function operatorOf(part: unknown): [string, unknown] {
  if (!isPlainObject(part)) throw invalidPattern('Match value must be String, number, true, false, or null');
  const entries = Object.entries(part);
  if (entries.length !== 1) throw invalidPattern('Only one key allowed in match expression');
  return entries[0]!;
}

function operator(name: string, wanted: unknown): Condition {
  switch (name) {
    case 'prefix':
      return affix(name, wanted, (text, start) => text.startsWith(start));
    case 'suffix':
      return affix(name, wanted, (text, end) => text.endsWith(end));
    case 'equals-ignore-case':
      return ignoringCase(textOf(name, wanted));
    case 'wildcard':
      return wildcard(textOf(name, wanted));
    case 'numeric':
      return numeric(wanted);
    case 'anything-but':
      return anythingBut(wanted);
    case 'cidr':
      throw notImplemented('An EventBridge event pattern with cidr');
    default:
      throw invalidPattern(`Unrecognized match type ${name}`);
  }
}

function textOf(name: string, wanted: unknown): string {
  if (typeof wanted !== 'string') throw invalidPattern(`${name} match pattern must be a string`);
  return wanted;
}

const lower = (text: string): string => text.toLowerCase();

const ignoringCase =
  (wanted: string): Condition =>
  (value) =>
    typeof value === 'string' && lower(value) === lower(wanted);

function affix(name: string, wanted: unknown, has: (text: string, part: string) => boolean): Condition {
  if (isPlainObject(wanted)) {
    const [inner, part] = operatorOf(wanted);
    if (inner !== 'equals-ignore-case') throw invalidPattern(`Unsupported ${name} pattern: ${inner}`);
    const text = lower(textOf(name, part));
    return (value) => typeof value === 'string' && has(lower(value), text);
  }
  const text = textOf(name, wanted);
  return (value) => typeof value === 'string' && has(value, text);
}

/** The range of numbers that EventBridge compares. */
const LARGEST = 5e9;

const COMPARE: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

/** One comparison, or two that make a range, from the bottom to the top. */
function numeric(wanted: unknown): Condition {
  if (!Array.isArray(wanted)) throw invalidPattern('Value of numeric must be an array.');
  if (wanted.length === 0) throw invalidPattern('Invalid member in numeric match: ]');
  const [first, bottom, second, top] = wanted as unknown[];
  const tests = [comparison(first, bottom)];
  if (wanted.length > 2) {
    if (first !== '>' && first !== '>=') throw invalidPattern('Too many elements in numeric expression');
    if (second !== '<' && second !== '<=') throw invalidPattern(`Bad numeric range operator: ${String(second)}`);
    tests.push(comparison(second, top));
    if (Number(bottom) >= Number(top)) throw invalidPattern('Bottom must be less than top');
    if (wanted.length > 4) throw invalidPattern('Too many terms in numeric range expression');
  }
  return (value) => tests.every((test) => test(value));
}

function comparison(sign: unknown, limit: unknown): Condition {
  const compare = typeof sign === 'string' && Object.hasOwn(COMPARE, sign) ? COMPARE[sign] : undefined;
  if (!compare) throw invalidPattern(`Unrecognized numeric range operator: ${String(sign)}`);
  const name = sign === '=' ? 'equals' : sign;
  if (typeof limit !== 'number') throw invalidPattern(`Value of ${name} must be numeric`);
  if (Math.abs(limit) > LARGEST) throw invalidPattern(`Value must be between -${LARGEST} and ${LARGEST}, inclusive`);
  return (value) => typeof value === 'number' && Math.abs(value) <= LARGEST && compare(value, limit);
}

/** The field must have a value: a missing one matches nothing. */
function anythingBut(wanted: unknown): Condition {
  if (isPlainObject(wanted)) {
    const [name, part] = operatorOf(wanted);
    if (!INSIDE_ANYTHING_BUT.includes(name)) throw invalidPattern(`Unsupported anything-but pattern: ${name}`);
    const refused = listOf(part).map((each) => operator(name, each));
    return (value) => !refused.some((matches) => matches(value));
  }
  const values = listOf(wanted);
  const type = typeof values[0];
  if ((type !== 'string' && type !== 'number') || values.some((value) => typeof value !== type)) {
    throw invalidPattern(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  return (value) => !values.includes(value);
}

const INSIDE_ANYTHING_BUT = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return [value];
  if (value.length === 0) throw invalidPattern('Empty arrays are not allowed');
  return value;
}

/** A star stands for any characters, and a backslash escapes a star or a backslash. */
function wildcard(wanted: string): Condition {
  const parts = [''];
  for (let at = 0; at < wanted.length; at += 1) {
    const character = wanted[at]!;
    if (character === '*') {
      if (wanted[at + 1] === '*') throw invalidPattern(`Consecutive wildcard characters at pos ${at}`);
      parts.push('');
      continue;
    }
    if (character === '\\') {
      at += 1;
      if (wanted[at] !== '*' && wanted[at] !== '\\') throw invalidPattern(`Invalid escape character at pos ${at - 1}`);
    }
    parts[parts.length - 1] += wanted[at]!;
  }
  const matches = starPattern(parts);
  return (value) => typeof value === 'string' && matches(value);
}

const invalidPattern = (reason: string): AwsError =>
  new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
