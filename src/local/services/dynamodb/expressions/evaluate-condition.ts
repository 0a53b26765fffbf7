/** Evaluates a condition for an item. A missing attribute makes a comparison false, except `<>`. */
import { type AttributeValue, type Item, typeOf } from '../items/attribute-value.ts';
import { beginsWith, compareValues, contains, isEqual, sizeOf } from '../items/compare.ts';
import { valueAt } from '../items/document-path.ts';
import type { Comparator, Condition, FunctionCall, Operand } from './expression.ts';

export function isTrue(condition: Condition, item: Item): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.conditions.every((one) => isTrue(one, item));
    case 'or':
      return condition.conditions.some((one) => isTrue(one, item));
    case 'not':
      return !isTrue(condition.condition, item);
    case 'compare':
      return compares(condition.comparator, resolve(condition.operands[0], item), resolve(condition.operands[1], item));
    case 'between': {
      const [value, low, high] = condition.operands.map((operand) => resolve(operand, item));
      return compares('>=', value, low) && compares('<=', value, high);
    }
    case 'in': {
      const [value, ...options] = condition.operands.map((operand) => resolve(operand, item));
      return value !== undefined && options.some((option) => option !== undefined && isEqual(value, option));
    }
    case 'function':
      return holds(condition, item);
  }
}

export function compares(
  comparator: Comparator,
  one: AttributeValue | undefined,
  other: AttributeValue | undefined,
): boolean {
  if (comparator === '<>') return one === undefined || other === undefined || !isEqual(one, other);
  if (one === undefined || other === undefined) return false;
  if (comparator === '=') return isEqual(one, other);
  const order = compareValues(one, other);
  if (order === undefined) return false;
  if (comparator === '<') return order < 0;
  if (comparator === '<=') return order <= 0;
  return comparator === '>' ? order > 0 : order >= 0;
}

function holds({ name, operands }: FunctionCall, item: Item): boolean {
  const [value, other] = operands.map((operand) => resolve(operand, item));
  switch (name) {
    case 'attribute_exists':
      return value !== undefined;
    case 'attribute_not_exists':
      return value === undefined;
    case 'attribute_type':
      return value !== undefined && typeOf(value) === other?.S;
    case 'begins_with':
      return value !== undefined && other !== undefined && beginsWith(value, other);
    case 'contains':
      return value !== undefined && other !== undefined && contains(value, other);
    default:
      throw new Error(`the parser accepts no condition ${name}`);
  }
}

function resolve(operand: Operand, item: Item): AttributeValue | undefined {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'path') return valueAt(operand.path, item);
  const value = resolve(operand.operands[0]!, item);
  const size = value && sizeOf(value);
  return size === undefined ? undefined : { N: String(size) };
}
