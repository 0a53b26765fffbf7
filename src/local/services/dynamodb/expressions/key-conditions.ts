/** The conditions of a key condition expression, by key attribute, in the form of `KeyConditions`. */
import { AwsError } from '../../../cloud/aws-error.ts';
import type { AttributeValue } from '../items/attribute-value.ts';
import type { Comparator, Condition, FunctionCall, Operand } from './expression.ts';
import { checkLegacyCondition, type LegacyCondition, type LegacyOperator } from './legacy-conditions.ts';

const OPERATORS = { '=': 'EQ', '<': 'LT', '<=': 'LE', '>': 'GT', '>=': 'GE' } as const;
const REVERSED = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** Throws ValidationException with the texts that dynalite's tests recorded. */
export function keyConditionsOf(condition: Condition): Map<string, LegacyCondition> {
  const found = new Map<string, LegacyCondition>();
  collect(condition, found);
  for (const one of found.values()) checkLegacyCondition(one);
  return found;
}

function collect(condition: Condition, found: Map<string, LegacyCondition>): void {
  switch (condition.kind) {
    case 'and':
      for (const one of condition.conditions) collect(one, found);
      break;
    case 'compare': {
      const [first, second] = condition.operands;
      const { comparator } = condition;
      if (comparator === '<>') throw wrongOperator(comparator);
      const isReversed = first.kind !== 'path' && second.kind === 'path';
      add(condition.operands, OPERATORS[isReversed ? REVERSED[comparator] : comparator], found);
      break;
    }
    case 'between':
      requireKeyFirst('BETWEEN', condition.operands);
      add(condition.operands, 'BETWEEN', found);
      break;
    case 'function':
      collectCall(condition, found);
      break;
    default:
      throw wrongOperator(condition.kind.toUpperCase());
  }
}

function collectCall({ name, operands }: FunctionCall, found: Map<string, LegacyCondition>): void {
  if (name !== 'begins_with') throw wrongOperator(name);
  requireKeyFirst(name, operands);
  add(operands, 'BEGINS_WITH', found);
}

function add(operands: readonly Operand[], operator: LegacyOperator, found: Map<string, LegacyCondition>): void {
  const key = keyOf(operands);
  if (found.has(key)) throw invalid('KeyConditionExpressions must only contain one condition per key');
  const values = operands.flatMap((operand): AttributeValue[] => (operand.kind === 'value' ? [operand.value] : []));
  found.set(key, { operator, values });
}

/** DynamoDB checks one operand after the other. */
function keyOf(operands: readonly Operand[]): string {
  let key: string | undefined;
  for (const operand of operands) {
    if (operand.kind === 'function') throw invalid('KeyConditionExpressions cannot contain nested operations');
    if (operand.kind !== 'path') continue;
    if (key !== undefined) throw invalidCondition('Multiple attribute names used in one condition');
    if (operand.path.length > 1) throw invalid('KeyConditionExpressions cannot have conditions on nested attributes');
    key = operand.path[0];
  }
  if (key === undefined) throw invalidCondition('No key attribute specified');
  return key;
}

function requireKeyFirst(operator: string, operands: readonly Operand[]): void {
  if (operands[0]!.kind === 'path') return;
  throw invalidCondition(`${operator} operator must have the key attribute as its first operand`);
}

const wrongOperator = (operator: Comparator | string): AwsError =>
  invalid(`Invalid operator used in KeyConditionExpression: ${operator}`);

const invalidCondition = (words: string): AwsError => invalid(`Invalid condition in KeyConditionExpression: ${words}`);

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
