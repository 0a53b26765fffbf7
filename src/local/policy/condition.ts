/**
 * `Condition`: all operators and all their keys must match. Of the values of a key, one must match; for a negated
 * operator, none. With `ForAllValues:` every value of the request must match (this is true without values, too); with
 * `ForAnyValue:` at least one.
 */
import { OPERATORS } from './operators.ts';
import type { Matcher } from './pattern.ts';
import type { ConditionKeys } from './policy-request.ts';
import { PolicySyntaxError } from './policy-syntax-error.ts';

export interface CompiledCondition {
  holds(keys: ConditionKeys): boolean;
}

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/;

/** Throws `PolicySyntaxError` for operators and forms that IAM does not know. */
export function compileCondition(element: unknown, variables: boolean): CompiledCondition | undefined {
  if (element === undefined) return undefined;
  const tests = entriesOf(element, 'Condition').flatMap(([operator, keys]) =>
    entriesOf(keys, operator).map(([key, values]) =>
      compileTest(operator, key.toLowerCase(), valuesOf(values), variables),
    ),
  );
  return tests.length === 0 ? undefined : { holds: (keys) => tests.every((test) => test(keys)) };
}

type Test = (keys: ConditionKeys) => boolean;

function compileTest(name: string, key: string, values: readonly string[], variables: boolean): Test {
  const [, set, base = '', ifExists] = OPERATOR.exec(name) ?? [];
  if (base === 'Null' && set === undefined && ifExists === undefined) return compileNull(key, values);
  const operator = OPERATORS.get(base);
  if (!operator) throw new PolicySyntaxError(`Invalid Condition type : ${name}.`);
  const matchers = values.map((value) => operator.compile(value, variables));
  const { negated } = operator;
  const matches = (given: string, keys: ConditionKeys) => matchesOne(matchers, given, keys) !== negated;
  return (keys) => {
    const given = keys(key);
    if (given === undefined || given.length === 0) {
      // An empty set: `ForAllValues` matches, `ForAnyValue` does not, with or without `…IfExists`.
      if (set !== undefined) return set === 'ForAllValues';
      if (given === undefined) return negated || ifExists !== undefined;
    }
    if (typeof given === 'string') return matches(given, keys);
    if (set === 'ForAllValues') return given!.every((value) => matches(value, keys));
    if (set === 'ForAnyValue') return given!.some((value) => matches(value, keys));
    return given!.some((value) => matchesOne(matchers, value, keys)) !== negated;
  };
}

const matchesOne = (matchers: readonly Matcher[], given: string, keys: ConditionKeys): boolean =>
  matchers.some((match) => match(given, keys));

/** `true`: the key must be absent; `false`: it must be present. */
function compileNull(key: string, values: readonly string[]): Test {
  const wanted = values.map((value) => value.toLowerCase());
  return (keys) => wanted.includes(String(keys(key) === undefined));
}

function entriesOf(value: unknown, what: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PolicySyntaxError(`Syntax errors in policy: ${what} must be an object.`);
  }
  return Object.entries(value);
}

function valuesOf(values: unknown): string[] {
  return [values].flat().map((value) => {
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      throw new PolicySyntaxError('Syntax errors in policy: condition values must be texts, numbers or booleans.');
    }
    return String(value);
  });
}
