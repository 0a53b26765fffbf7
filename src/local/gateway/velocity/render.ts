/**
 * Renders a parsed template. It limits the steps, the output, the depth of macros and, as on AWS, the iterations of a
 * `#foreach`. It throws only `VelocityError`.
 */

import {
  type Expression,
  type Node,
  type ParsedTemplate,
  type Reference,
  type Step,
  VelocityError,
} from '../../../velocity/syntax.ts';
import { calculate } from './arithmetic.ts';
import { type Budget, MAX_TEXT, spend } from './bounds.ts';
import { putEntry } from './collection-methods.ts';
import { callMethod, indexed, property } from './members.ts';
import { textOf } from './print.ts';
import { isTrue, list, map, type Value } from './values.ts';

/** The maximum iterations of one `#foreach`; the loop then ends without an error (docs/aws/quotas.md). */
const MAX_TURNS = 1_000;
/** A step is a node, an operation, or a few dozen characters or entries that an operation processes. */
const MAX_STEPS = 1_000_000;
/** The nesting of macros and defined blocks. */
const MAX_MACRO_DEPTH = 20;

/** The way in which a list of nodes ended. */
type Completion = 'done' | 'break' | 'stop';

interface Run {
  readonly template: ParsedTemplate;
  readonly variables: Map<string, Value>;
  readonly steps: Budget;
  /** The characters of all texts together. */
  readonly characters: Budget;
  macroDepth: number;
}

interface Output {
  text: string;
}

/** `variables` has the initial variables of the template; variables that it sets are added. */
export function render(template: ParsedTemplate, variables: Map<string, Value>): string {
  const output: Output = { text: '' };
  const run: Run = {
    template,
    variables,
    steps: { left: MAX_STEPS },
    characters: { left: MAX_TEXT },
    macroDepth: 0,
  };
  renderNodes(run, template.nodes, output);
  return output.text;
}

function renderNodes(run: Run, nodes: readonly Node[], output: Output): Completion {
  for (const node of nodes) {
    const outcome = renderNode(run, node, output);
    if (outcome !== 'done') return outcome;
  }
  return 'done';
}

function renderNode(run: Run, node: Node, output: Output): Completion {
  spend(run.steps, 1);
  switch (node.type) {
    case 'text':
      write(run, output, node.text);
      return 'done';
    case 'print':
      return print(run, node.reference, output);
    case 'define':
      run.variables.set(node.name, { kind: 'block', nodes: node.body });
      return 'done';
    case 'set':
      assign(run, node.target, evaluate(run, node.value));
      return 'done';
    case 'if': {
      const chosen = node.branches.find(({ condition }) => isTrue(evaluate(run, condition)));
      return renderNodes(run, chosen?.body ?? node.otherwise, output);
    }
    case 'foreach':
      return renderLoop(run, node, output);
    case 'call':
      return renderMacro(run, node, output);
    default:
      return node.type;
  }
}

function write(run: Run, output: Output, text: string): void {
  spend(run.characters, text.length);
  output.text += text;
}

/** An undefined name prints as it is written. A known name without a value prints nothing (recorded). */
function print(run: Run, reference: Reference, output: Output): Completion {
  const { name, quiet, source, backslashes } = reference;
  if (!run.variables.has(name)) {
    write(run, output, '\\'.repeat(backslashes) + (quiet && backslashes === 0 ? '' : source));
    return 'done';
  }
  write(run, output, '\\'.repeat(backslashes >> 1));
  if (backslashes % 2 === 1) {
    write(run, output, source);
    return 'done';
  }
  const value = resolve(run, reference);
  if (value !== null && typeof value === 'object' && value.kind === 'block') {
    return deeper(run, name, () => renderNodes(run, value.nodes, output));
  }
  write(run, output, textOf(value));
  return 'done';
}

/** Macros and blocks can be recursive up to a limit. */
function deeper(run: Run, name: string, work: () => Completion): Completion {
  if (run.macroDepth === MAX_MACRO_DEPTH) throw new VelocityError(`${name} is nested too deeply`);
  run.macroDepth += 1;
  const outcome = work();
  run.macroDepth -= 1;
  return outcome === 'stop' ? 'stop' : 'done';
}

function resolve(run: Run, { name, steps }: Reference): Value {
  let value = run.variables.get(name) ?? null;
  for (const next of steps) value = follow(run, value, next);
  return value;
}

function follow(run: Run, value: Value, next: Step): Value {
  spend(run.steps, 1);
  switch (next.type) {
    case 'property':
      return property(value, next.name);
    case 'index':
      return indexed(value, evaluate(run, next.index));
    default: {
      const args = next.args.map((arg) => evaluate(run, arg));
      spend(run.steps, sizeOf(value) >> 3);
      const result = callMethod(value, next.name, args);
      spend(run.steps, sizeOf(result) >> 1);
      return result;
    }
  }
}

/** Returns the cost of iterating over a value: its entries, or its characters in dozens. */
function sizeOf(value: Value): number {
  if (typeof value === 'string') return value.length >> 5;
  if (value === null || typeof value !== 'object') return 0;
  return value.kind === 'list' ? value.items.length : value.kind === 'map' ? value.entries.size : 0;
}

function assign(run: Run, { name, steps, source }: Reference, value: Value): void {
  const last = steps.at(-1);
  if (last === undefined) {
    run.variables.set(name, value);
    return;
  }
  let owner = run.variables.get(name) ?? null;
  for (const next of steps.slice(0, -1)) owner = follow(run, owner, next);
  if (last.type === 'method') throw new VelocityError(`${source} cannot be set`);
  const key = last.type === 'property' ? last.name : evaluate(run, last.index);
  if (owner === null || typeof owner !== 'object') return;
  if (owner.kind === 'map') putEntry(owner, textOf(key), value);
  else if (owner.kind === 'list') callMethod(owner, 'set', [key, value]);
}

function evaluate(run: Run, expression: Expression): Value {
  spend(run.steps, 1);
  switch (expression.type) {
    case 'literal':
      return expression.value;
    case 'reference':
      return resolve(run, expression);
    case 'interpolated': {
      const output: Output = { text: '' };
      renderNodes(run, expression.nodes, output);
      return output.text;
    }
    case 'list':
      return list(expression.items.map((item) => evaluate(run, item)));
    case 'range':
      return range(evaluate(run, expression.from), evaluate(run, expression.to));
    case 'map':
      return map(expression.entries.map(([key, value]) => [textOf(evaluate(run, key)), evaluate(run, value)]));
    case 'not':
      return !isTrue(evaluate(run, expression.operand));
    case 'negative':
      return calculate('-', 0n, evaluate(run, expression.operand));
    default: {
      const { operator, left, right } = expression;
      if (operator === '&&') return isTrue(evaluate(run, left)) && isTrue(evaluate(run, right));
      if (operator === '||') return isTrue(evaluate(run, left)) || isTrue(evaluate(run, right));
      return calculate(operator, evaluate(run, left), evaluate(run, right));
    }
  }
}

/** Evaluates `[1..3]` and `[3..1]`; the list is not longer than a loop can be. */
function range(from: Value, to: Value): Value {
  if (typeof from !== 'bigint' || typeof to !== 'bigint') return null;
  const direction = from <= to ? 1n : -1n;
  const items: Value[] = [];
  for (let value = from; items.length <= MAX_TURNS; value += direction) {
    items.push(value);
    if (value === to) break;
  }
  return list(items);
}

function itemsOf(value: Value): readonly Value[] {
  if (value === null || typeof value !== 'object') return [];
  if (value.kind === 'list') return value.items;
  return value.kind === 'map' ? [...value.entries.values()] : [];
}

const LOOP_NAMES = ['foreach', 'velocityCount', 'velocityHasNext'];

function renderLoop(run: Run, node: Extract<Node, { type: 'foreach' }>, output: Output): Completion {
  const { variables } = run;
  const over = evaluate(run, node.list);
  spend(run.steps, sizeOf(over) >> 3);
  const items = itemsOf(over).slice(0, MAX_TURNS + 1);
  const names = [...LOOP_NAMES, node.name];
  const before = names.map((name) => [name, variables.get(name)] as const);
  let outcome: Completion = 'done';
  for (const [index, item] of items.slice(0, MAX_TURNS).entries()) {
    const hasNext = index < items.length - 1;
    spend(run.steps, 1);
    variables.set(node.name, item);
    variables.set('foreach', loopState(index, hasNext, before[0]![1]));
    variables.set('velocityCount', BigInt(index + 1));
    variables.set('velocityHasNext', hasNext);
    outcome = renderNodes(run, node.body, output);
    if (outcome !== 'done') break;
  }
  restore(variables, before);
  return outcome === 'stop' ? 'stop' : 'done';
}

function loopState(index: number, hasNext: boolean, parent: Value | undefined): Value {
  return map([
    ['index', BigInt(index)],
    ['count', BigInt(index + 1)],
    ['hasNext', hasNext],
    ['first', index === 0],
    ['last', !hasNext],
    ['parent', parent ?? null],
  ]);
}

function restore(variables: Map<string, Value>, before: readonly (readonly [string, Value | undefined])[]): void {
  for (const [name, value] of before) {
    if (value === undefined) variables.delete(name);
    else variables.set(name, value);
  }
}

function renderMacro(run: Run, { macro, args, source }: Extract<Node, { type: 'call' }>, output: Output): Completion {
  const definition = run.template.macros.get(macro);
  if (!definition) {
    write(run, output, source);
    return 'done';
  }
  const { variables } = run;
  const values = definition.parameters.map((_, index) => (args[index] ? evaluate(run, args[index]) : null));
  const before = definition.parameters.map((name) => [name, variables.get(name)] as const);
  for (const [index, name] of definition.parameters.entries()) variables.set(name, values[index]!);
  const outcome = deeper(run, macro, () => renderNodes(run, definition.body, output));
  restore(variables, before);
  return outcome;
}
