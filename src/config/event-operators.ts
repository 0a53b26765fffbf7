/**
 * The operators of event patterns, and what each compares with (docs/aws/events.md). The embedded cloud rejects the
 * same forms, as EventBridge does. Pure.
 */

/** Returns what the operator needs, as a part of a sentence, or `undefined` if EventBridge accepts the value. */
type Check = (value: unknown) => string | undefined;

const text: Check = (value) => (typeof value === 'string' ? undefined : 'a text');

/** The start or end of a text. */
function affix(value: unknown): string | undefined {
  if (!isStructure(value)) return text(value) && 'a text or { equals-ignore-case: <text> }';
  const [[name, part] = [], ...more] = Object.entries(value);
  return name === 'equals-ignore-case' && more.length === 0 && typeof part === 'string'
    ? undefined
    : 'a text or { equals-ignore-case: <text> }';
}

const wildcard: Check = (value) =>
  typeof value === 'string' && /^(?:\\[*\\]|\*(?!\*)|[^*\\])*$/s.test(value)
    ? undefined
    : 'a text without two stars in a row, in which a backslash stands only before a star or a backslash';

/** The range of numbers that EventBridge compares. */
const LARGEST = 5e9;
const isNumber = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) <= LARGEST;

function numeric(value: unknown): string | undefined {
  const needed = 'one comparison such as [">", 100], or a range such as [">=", 0, "<", 100], between -5e9 and 5e9';
  if (!Array.isArray(value)) return needed;
  const [first, bottom, second, top] = value as unknown[];
  if (!isNumber(bottom)) return needed;
  if (value.length === 2) return ['=', '<', '<=', '>', '>='].includes(String(first)) ? undefined : needed;
  const isRange = ['>', '>='].includes(String(first)) && ['<', '<='].includes(String(second));
  return value.length === 4 && isRange && isNumber(top) && bottom < top ? undefined : needed;
}

function anythingBut(value: unknown): string | undefined {
  if (!isStructure(value)) {
    const [first, ...others] = listOf(value);
    const known = typeof first === 'string' || typeof first === 'number';
    return known && others.every((each) => typeof each === typeof first) ? undefined : 'texts, or numbers';
  }
  const [[name = '', part] = [], ...more] = Object.entries(value);
  const check = new Map<string, Check>(INSIDE_ANYTHING_BUT).get(name);
  if (!check || more.length > 0) return `values, or one of ${INSIDE_ANYTHING_BUT.map(([each]) => each).join(', ')}`;
  const parts = listOf(part);
  return parts.length === 0 ? 'a value' : parts.map(check).find((needed) => needed !== undefined);
}

const INSIDE_ANYTHING_BUT = [
  ['prefix', affix],
  ['suffix', affix],
  ['equals-ignore-case', text],
  ['wildcard', wildcard],
] as const;

export const OPERATORS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['anything-but', anythingBut],
  ['cidr', text],
  ['equals-ignore-case', text],
  ['exists', (value) => (typeof value === 'boolean' ? undefined : 'true or false')],
  ['numeric', numeric],
  ['prefix', affix],
  ['suffix', affix],
  ['wildcard', wildcard],
]);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

export const isStructure = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
