/** The conditions of DynamoDB's older interface: `Expected`, `QueryFilter`, `ScanFilter` and `KeyConditions`. */
import { AwsError } from '../../../cloud/aws-error.ts';
import { type AttributeValue, typeOf, type ValueType } from '../items/attribute-value.ts';
import { compareValues } from '../items/compare.ts';
import { readValue } from '../items/read-value.ts';
import type { Condition } from './expression.ts';

export interface LegacyCondition {
  readonly operator: LegacyOperator;
  readonly values: readonly AttributeValue[];
}

export type LegacyOperator = keyof typeof OPERATORS;

interface Given {
  readonly ComparisonOperator?: LegacyOperator;
  readonly AttributeValueList?: readonly unknown[];
  readonly Value?: unknown;
  readonly Exists?: boolean;
}

const SCALARS: readonly ValueType[] = ['S', 'N', 'B'];
const COMPARABLE: readonly ValueType[] = [...SCALARS, 'SS', 'NS', 'BS'];

/** The number of values of each operator, and their types. */
const OPERATORS = {
  EQ: { from: 1, to: 1, types: COMPARABLE },
  NE: { from: 1, to: 1, types: COMPARABLE },
  LE: { from: 1, to: 1, types: SCALARS },
  LT: { from: 1, to: 1, types: SCALARS },
  GE: { from: 1, to: 1, types: SCALARS },
  GT: { from: 1, to: 1, types: SCALARS },
  CONTAINS: { from: 1, to: 1, types: SCALARS },
  NOT_CONTAINS: { from: 1, to: 1, types: SCALARS },
  BEGINS_WITH: { from: 1, to: 1, types: ['S', 'B'] as readonly ValueType[] },
  IN: { from: 1, to: Number.POSITIVE_INFINITY, types: SCALARS },
  BETWEEN: { from: 2, to: 2, types: SCALARS },
  NULL: { from: 0, to: 0, types: [] as readonly ValueType[] },
  NOT_NULL: { from: 0, to: 0, types: [] as readonly ValueType[] },
} as const;

/** Reads a filter or key conditions. Throws ValidationException with the texts that dynalite's tests recorded. */
export function readLegacyConditions(given: unknown): Map<string, LegacyCondition> {
  const conditions = new Map<string, LegacyCondition>();
  for (const [name, condition] of Object.entries(given as Readonly<Record<string, Given>>)) {
    const { ComparisonOperator: operator = 'EQ', AttributeValueList = [] } = condition;
    const read = { operator, values: AttributeValueList.map(readValue) };
    checkLegacyCondition(read);
    conditions.set(name, read);
  }
  return conditions;
}

/** Throws ValidationException for values whose number or types do not fit the operator. */
export function checkLegacyCondition({ operator, values }: LegacyCondition): void {
  checkCount(operator, values.length);
  refuseMixedTypes(values);
  for (const value of values) {
    if (OPERATORS[operator].types.includes(typeOf(value))) continue;
    const words = `ComparisonOperator ${operator} is not valid for ${typeOf(value)} AttributeValue type`;
    throw invalid(`One or more parameter values were invalid: ${words}`);
  }
  refuseReversedBounds(operator, values);
}

/** Reads `Expected`. Throws ValidationException. */
export function readExpected(given: unknown): Map<string, LegacyCondition> {
  const conditions = new Map<string, LegacyCondition>();
  for (const [name, condition] of Object.entries(given as Readonly<Record<string, Given>>)) {
    conditions.set(name, condition.ComparisonOperator ? compared(name, condition) : plain(name, condition));
  }
  return conditions;
}

function compared(name: string, { ComparisonOperator, AttributeValueList, Value, Exists }: Given): LegacyCondition {
  const operator = ComparisonOperator!;
  refuseBoth(name, AttributeValueList, Value);
  if (Exists !== undefined) throw ofAttribute('Exists and ComparisonOperator cannot be used together', name);
  const given = AttributeValueList ?? (Value === undefined ? undefined : [Value]);
  if (given === undefined && operator !== 'NULL' && operator !== 'NOT_NULL') {
    throw ofAttribute(`Value or AttributeValueList must be used with ComparisonOperator: ${operator}`, name);
  }
  const values = (given ?? []).map(readValue);
  checkCount(operator, values.length);
  refuseMixedTypes(values);
  refuseReversedBounds(operator, values);
  return { operator, values };
}

function plain(name: string, { AttributeValueList, Value, Exists }: Given): LegacyCondition {
  refuseBoth(name, AttributeValueList, Value);
  if (AttributeValueList) throw ofAttribute('AttributeValueList can only be used with a ComparisonOperator', name);
  if (Exists === false) {
    if (Value !== undefined) throw ofAttribute('Value cannot be used when Exists is false', name);
    return { operator: 'NULL', values: [] };
  }
  if (Value === undefined) throw ofAttribute(`Value must be provided when Exists is ${Exists ?? 'null'}`, name);
  return { operator: 'EQ', values: [readValue(Value)] };
}

/** Returns the condition of all attributes, joined by `ConditionalOperator`. */
export function legacyCondition(conditions: ReadonlyMap<string, LegacyCondition>, operator: unknown): Condition {
  const kind = operator === 'OR' && conditions.size > 0 ? 'or' : 'and';
  return { kind, conditions: [...conditions].map(([name, condition]) => conditionOf(name, condition)) };
}

const COMPARATORS = { EQ: '=', NE: '<>', LE: '<=', LT: '<', GE: '>=', GT: '>' } as const;

function conditionOf(name: string, { operator, values }: LegacyCondition): Condition {
  const path = { kind: 'path', path: [name] } as const;
  const [first, second] = values.map((value) => ({ kind: 'value', value }) as const);
  const call = (called: string): Condition => ({
    kind: 'function',
    name: called,
    operands: first ? [path, first] : [path],
  });
  switch (operator) {
    case 'NULL':
      return call('attribute_not_exists');
    case 'NOT_NULL':
      return call('attribute_exists');
    case 'CONTAINS':
      return call('contains');
    case 'NOT_CONTAINS':
      return { kind: 'not', condition: call('contains') };
    case 'BEGINS_WITH':
      return call('begins_with');
    case 'IN':
      return { kind: 'in', operands: [path, ...values.map((value) => ({ kind: 'value', value }) as const)] };
    case 'BETWEEN':
      return { kind: 'between', operands: [path, first!, second!] };
    default:
      return { kind: 'compare', comparator: COMPARATORS[operator], operands: [path, first!] };
  }
}

function checkCount(operator: LegacyOperator, count: number): void {
  const { from, to } = OPERATORS[operator];
  if (count >= from && count <= to) return;
  const words = `Invalid number of argument(s) for the ${operator} ComparisonOperator`;
  throw invalid(`One or more parameter values were invalid: ${words}`);
}

function refuseMixedTypes(values: readonly AttributeValue[]): void {
  if (new Set(values.map(typeOf)).size <= 1) return;
  const words = 'AttributeValues inside AttributeValueList must be of same type';
  throw invalid(`One or more parameter values were invalid: ${words}`);
}

function refuseReversedBounds(operator: LegacyOperator, [low, high]: readonly AttributeValue[]): void {
  if (operator !== 'BETWEEN' || (compareValues(low!, high!) ?? 0) <= 0) return;
  throw invalid('The BETWEEN condition was provided a range where the lower bound is greater than the upper bound');
}

function refuseBoth(name: string, list: unknown, value: unknown): void {
  if (list === undefined || value === undefined) return;
  throw ofAttribute('Value and AttributeValueList cannot be used together', name);
}

const ofAttribute = (words: string, name: string): AwsError =>
  invalid(`One or more parameter values were invalid: ${words} for Attribute: ${name}`);

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
