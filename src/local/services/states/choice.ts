/** The rules of Choice states. */
import { starPattern } from '../../cloud/star-pattern.ts';
import type { Rule, State } from './definition.ts';
import { find, read } from './paths.ts';
import { StateError } from './state-error.ts';

/** Returns the next state. Throws `StateError` if no rule matches and there is no default. */
export function choose({ Choices = [], Default }: State, data: unknown): string {
  const next = Choices.find((rule) => holds(rule, data))?.Next ?? Default;
  if (next !== undefined) return next;
  throw new StateError('States.NoChoiceMatched', 'No choice rule matched the input, and there is no Default.');
}

function holds({ Variable, Next: _, Comment: __, ...rule }: Rule, data: unknown): boolean {
  const [[operator = '', operand] = []] = Object.entries(rule);
  if (operator === 'And') return (operand as Rule[]).every((one) => holds(one, data));
  if (operator === 'Or') return (operand as Rule[]).some((one) => holds(one, data));
  if (operator === 'Not') return !holds(operand as Rule, data);
  const path = String(Variable);
  if (operator === 'IsPresent') return (find(data, path) !== undefined) === operand;
  return compare(operator, read(data, path), operand);
}

function compare(operator: string, value: unknown, operand: unknown): boolean {
  switch (operator) {
    case 'IsNull':
      return (value === null) === operand;
    case 'IsString':
      return (typeof value === 'string') === operand;
    case 'IsNumeric':
      return (typeof value === 'number') === operand;
    case 'IsBoolean':
      return (typeof value === 'boolean') === operand;
    case 'BooleanEquals':
      return value === operand;
    case 'StringMatches':
      return typeof value === 'string' && starPattern(partsOf(String(operand)))(value);
  }
  const [, type = '', relation = ''] = /^(String|Numeric|Timestamp)(.+)$/.exec(operator) ?? [];
  const [left, right] = [comparable(type, value), comparable(type, operand)];
  if (left === undefined || right === undefined) return false;
  switch (relation) {
    case 'Equals':
      return left === right;
    case 'LessThan':
      return left < right;
    case 'GreaterThan':
      return left > right;
    case 'LessThanEquals':
      return left <= right;
    default:
      return left >= right;
  }
}

/** A value of another type matches no comparison. */
function comparable(type: string, value: unknown): string | number | undefined {
  if (type === 'Numeric') return typeof value === 'number' ? value : undefined;
  if (typeof value !== 'string') return undefined;
  if (type === 'String') return value;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

/** Splits at each `*` that no backslash precedes (Amazon States Language, "Choice Rule"). */
function partsOf(pattern: string): string[] {
  const parts = [''];
  for (const [token] of pattern.matchAll(/\\.|./gs)) {
    if (token === '*') parts.push('');
    else parts[parts.length - 1] += token.length > 1 ? token.slice(1) : token;
  }
  return parts;
}
