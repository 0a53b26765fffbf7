/**
 * Computes the values of expressions, as far as the files alone tell them. Pure, except for the files that the scope
 * opens.
 */
import { isObject } from '../../contract/model/json.ts';
import type { Body, Expression } from './hcl.ts';
import { readExpression } from './read-expression.ts';
import { templateIn } from './read-text.ts';
import { ofAccount, ofResource } from './references.ts';
import { unknown, unknownIn } from './unknown.ts';

export interface Scope {
  /** The value of `var.name` that a caller or a default gives. Those of sensitive variables are absent. */
  variable(name: string, depth: number): unknown;
  /** The value of `module.module.name`. */
  output(module: string, name: string, depth: number): unknown;
  readonly locals: ReadonlyMap<string, Expression>;
  /** The bodies of resources by `resource.aws_lambda_function.orders` or `data.…`. */
  readonly bodies: ReadonlyMap<string, Body>;
  /** The names of the module's resources begin with it outside of the module. */
  readonly prefix: string;
  /** The folder of the module. */
  readonly path: string;
  readonly budget: Budget;
  /** Returns the text of a file beside the configuration; `undefined` if it may not be read. */
  open(path: string): string | undefined;
}

/** References to references. A circle ends there. */
const DEEPEST = 60;

/** Expressions that are computed for one attribute, and for the whole configuration. */
const MOST_STEPS_OF_ONE = 100_000;
const MOST_STEPS = 2_000_000;

/** Characters of one value. Locals can double a text again and again. */
const LONGEST = 2_000_000;

/** The steps that are left for one attribute, and for the whole configuration. */
export interface Budget {
  ofOne: number;
  ofAll: number;
}

export const newBudget = (): Budget => ({ ofOne: 0, ofAll: MOST_STEPS });

export type Evaluate = (expression: Expression, depth?: number) => unknown;

export function evaluator(scope: Scope): Evaluate {
  const { budget, prefix } = scope;
  const extra = new Map<string, unknown>();
  const evaluate: Evaluate = (expression, depth = 0) => {
    if (depth === 0) budget.ofOne = MOST_STEPS_OF_ONE;
    if (depth > DEEPEST || --budget.ofOne < 0 || --budget.ofAll < 0)
      return unknown('a value that refers to too many others');
    const deeper = (each: Expression) => evaluate(each, depth + 1);
    switch (expression.is) {
      case 'literal':
        return expression.value;
      case 'template':
        return joined(expression.parts.map(deeper));
      case 'list':
        return expression.items.map(deeper);
      case 'object':
        return Object.fromEntries(expression.entries.map(([key, value]) => [String(deeper(key)), deeper(value)]));
      case 'choice': {
        const test = deeper(expression.test);
        if (unknownIn(test) !== undefined) return test;
        return deeper(truth(test) ? expression.yes : expression.no);
      }
      case 'not': {
        const value = deeper(expression.value);
        return unknownIn(value) === undefined ? !truth(value) : value;
      }
      case 'compare':
        return compare(expression.operator, deeper(expression.left), deeper(expression.right));
      case 'call':
        return bounded(call(expression.name, expression.args, depth));
      case 'path':
        return pathOf(expression, depth);
      case 'other':
        return unknown(expression.text);
    }
  };

  function pathOf({ root, steps }: Expression & { is: 'path' }, depth: number): unknown {
    const names = steps.map((step) => evaluate(step, depth + 1));
    const whole = unknown([root, ...names.map((name) => unknownIn(name) ?? String(name))].join('.'));
    const [first, second, third, ...rest] = names.map(String);
    if (extra.has(root)) return within(extra.get(root), names, whole);
    if (root === 'var') {
      const value = first === undefined ? undefined : scope.variable(first, depth + 1);
      return value === undefined ? whole : within(value, names.slice(1), whole);
    }
    if (root === 'local') {
      const local = first === undefined ? undefined : scope.locals.get(first);
      return local ? within(evaluate(local, depth + 1), names.slice(1), whole) : whole;
    }
    if (root === 'path') return first === 'module' ? scope.path : first === 'root' || first === 'cwd' ? '.' : whole;
    if (root === 'module') {
      const [module = '', name = '', ...inside] = names.map(String).filter((each) => !/^\d+$/.test(each));
      const value = scope.output(module, name, depth + 1);
      return value === undefined ? whole : within(value, inside, whole);
    }
    if (root === 'data') {
      if (first === undefined || second === undefined) return whole;
      const read = attribute(`data.${first}.${second}`, [third, ...rest], depth);
      return (
        ofAccount(first, third ?? '') ?? read ?? unknown(['data', first, prefix + second, third, ...rest].join('.'))
      );
    }
    // An index of `count` is before the attribute.
    const [name = '', ...others] = names
      .slice(1)
      .map(String)
      .filter((each, at) => at > 0 || !/^\d+$/.test(each));
    // An alias is called as its function is.
    const isAlias = root === 'aws_lambda_alias' && /arn$/.test(name);
    if (isAlias) return attribute(`resource.${root}.${first}`, ['function_name'], depth) ?? whole;
    return (
      ofResource(root, prefix + (first ?? ''), name) ??
      attribute(`resource.${root}.${first}`, [name, ...others], depth) ??
      unknown([root, prefix + (first ?? ''), name].join('.'))
    );
  }

  function attribute(key: string, [name = '', ...rest]: readonly (string | undefined)[], depth: number): unknown {
    const found = scope.bodies.get(key)?.attributes.get(name);
    if (!found) return undefined;
    return within(evaluate(found.value, depth + 1), rest, unknown(`${key.replace(/^resource\./, '')}.${name}`));
  }

  function call(name: string, args: readonly Expression[], depth: number): unknown {
    const values = args.map((each) => evaluate(each, depth + 1));
    const [first, second] = values;
    const whole = unknown(`${name}(…)`);
    if (name === 'jsonencode' || name === 'yamlencode') return JSON.stringify(first);
    if (name === 'jsondecode' || name === 'yamldecode') return parsed(first) ?? whole;
    if (name === 'file')
      return (typeof first === 'string' ? scope.open(first) : undefined) ?? unknown(`file(${String(first)})`);
    if (name === 'templatefile') {
      const text = typeof first === 'string' ? scope.open(first) : undefined;
      return text === undefined ? unknown(`templatefile(${String(first)})`) : filled(text, second, depth);
    }
    if (name === 'try' || name === 'coalesce')
      return values.find((value) => value !== null && value !== '' && unknownIn(value) === undefined) ?? whole;
    if (/^(?:tostring|tonumber|tobool|toset|tolist|tomap|sensitive|nonsensitive)$/.test(name)) return first;
    if (name === 'merge')
      return Object.fromEntries(values.flatMap((value) => (isObject(value) ? Object.entries(value) : [])));
    if (name === 'concat') return values.flat();
    if (name === 'join' && Array.isArray(second)) return second.map(String).join(String(first));
    if (name === 'format' && typeof first === 'string') {
      const rest = values.slice(1);
      return /%[^sdv%]/.test(first) ? whole : first.replace(/%[sdv]/g, () => String(rest.shift() ?? ''));
    }
    if (typeof first !== 'string') return whole;
    if (name === 'lower') return first.toLowerCase();
    if (name === 'upper') return first.toUpperCase();
    if (name === 'trimspace') return first.trim();
    if (name === 'replace' && !/^\/.*\/$/.test(String(second)))
      return first.replaceAll(String(second), String(values[2]));
    if (name === 'basename') return first.slice(first.lastIndexOf('/') + 1);
    if (name === 'dirname') return first.includes('/') ? first.slice(0, first.lastIndexOf('/')) : '.';
    return name === 'abspath' || name === 'pathexpand' ? first : whole;
  }

  /** The variables of a template file are known only in it. */
  function filled(text: string, variables: unknown, depth: number): unknown {
    try {
      const template = templateIn(text, 1, 0, readExpression);
      const given = isObject(variables) ? Object.entries(variables) : [];
      const before = new Map(extra);
      for (const [name, value] of given) extra.set(name, value);
      const result = evaluate(template, depth + 1);
      extra.clear();
      for (const [name, value] of before) extra.set(name, value);
      return result;
    } catch {
      return unknown('templatefile(…)');
    }
  }

  return evaluate;
}

const truth = (value: unknown): boolean => value === true || value === 'true';

function joined(parts: readonly unknown[]): unknown {
  // `"${x}"` is the value itself.
  if (parts.length === 1) return parts[0];
  let text = '';
  for (const part of parts) {
    text += isObject(part) || Array.isArray(part) ? unknown('a text with a list') : String(part ?? '');
    if (text.length > LONGEST) break;
  }
  return bounded(text);
}

const bounded = (value: unknown): unknown =>
  typeof value === 'string' && value.length > LONGEST ? unknown('a text of more than 2 MB') : value;

function compare(operator: string, left: unknown, right: unknown): unknown {
  if (operator === '&&' && [left, right].some((each) => each === false)) return false;
  if (operator === '||' && [left, right].some((each) => each === true)) return true;
  const open = [left, right].find((each) => unknownIn(each) !== undefined);
  if (open !== undefined) return open;
  if (operator === '==') return String(left) === String(right);
  if (operator === '!=') return String(left) !== String(right);
  if (operator === '&&' || operator === '||')
    return operator === '&&' ? truth(left) && truth(right) : truth(left) || truth(right);
  return unknown(`${String(left)} ${operator} ${String(right)}`);
}

function within(value: unknown, steps: readonly unknown[], whole: string): unknown {
  let at = value;
  for (const step of steps) {
    if (step === undefined) return at;
    const name = String(step);
    if (unknownIn(at) !== undefined) return at;
    if (!(isObject(at) || Array.isArray(at)) || !Object.hasOwn(at, name)) return whole;
    at = (at as Readonly<Record<string, unknown>>)[name];
  }
  return at;
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text)) as unknown;
  } catch {
    return undefined;
  }
}
