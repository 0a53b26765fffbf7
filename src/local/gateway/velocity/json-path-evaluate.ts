/** Evaluates a JSONPath on a value. */
import { type Budget, checkDepth, spend } from './bounds.ts';
import { equal } from './equal.ts';
import type { JsonPath, Operand, Predicate, Segment } from './json-path-syntax.ts';
import { isNumber, list, type Value } from './values.ts';

interface Search {
  readonly root: Value;
  readonly budget: Budget;
}

/** Returns `undefined` if a definite path finds nothing. Any other path returns a list, which can be empty. */
export function evaluateJsonPath({ segments, definite }: JsonPath, root: Value, budget: Budget): Value | undefined {
  const found = follow({ root, budget }, [root], segments);
  return definite ? found[0] : list(found, true);
}

function follow(search: Search, start: readonly Value[], segments: readonly Segment[]): Value[] {
  let current = [...start];
  for (const segment of segments) {
    if (segment.type === 'deep') current = descendants(search, current);
    else current = applied(search, current, segment);
  }
  return current;
}

/** A function works on one value, or on all values that an indefinite path has found. */
function applied(search: Search, current: readonly Value[], segment: Segment): Value[] {
  if (segment.type !== 'function') return current.flatMap((value) => step(search, value, segment));
  const [only] = current;
  const isList = current.length === 1 && only !== null && typeof only === 'object' && only !== undefined;
  return callFunction(segment.name, isList ? only : list([...current], true));
}

/** Returns each value and everything in it, depth first. */
function descendants(search: Search, values: readonly Value[]): Value[] {
  const found: Value[] = [];
  const visit = (value: Value, depth: number): void => {
    spend(search.budget, 1);
    checkDepth(depth);
    found.push(value);
    for (const child of childrenOf(value)) visit(child, depth + 1);
  };
  for (const value of values) visit(value, 0);
  return found;
}

function childrenOf(value: Value): readonly Value[] {
  if (value === null || typeof value !== 'object') return [];
  if (value.kind === 'list') return value.items;
  return value.kind === 'map' ? [...value.entries.values()] : [];
}

function step(search: Search, value: Value, segment: Segment): readonly Value[] {
  spend(search.budget, 1);
  if (value === null || typeof value !== 'object') return [];
  switch (segment.type) {
    case 'name':
      return value.kind === 'map'
        ? segment.names.flatMap((name) => (value.entries.has(name) ? [value.entries.get(name)!] : []))
        : [];
    case 'index':
      return value.kind === 'list' ? segment.indexes.flatMap((index) => present(value.items.at(index))) : [];
    case 'slice':
      return value.kind === 'list' ? value.items.slice(segment.from ?? 0, segment.to) : [];
    case 'all': {
      const children = childrenOf(value);
      spend(search.budget, children.length);
      return children;
    }
    case 'filter': {
      const candidates = value.kind === 'map' ? [value] : childrenOf(value);
      return candidates.filter((item) => holds(search, segment.predicate, item));
    }
    default:
      return [];
  }
}

function holds(search: Search, predicate: Predicate, item: Value): boolean {
  spend(search.budget, 1);
  switch (predicate.type) {
    case 'or':
      return predicate.parts.some((part) => holds(search, part, item));
    case 'and':
      return predicate.parts.every((part) => holds(search, part, item));
    case 'not':
      return !holds(search, predicate.part, item);
    case 'exists':
      return operandValue(search, predicate.operand, item) !== undefined;
    default:
      return compare(
        search,
        predicate.operator,
        operandValue(search, predicate.left, item),
        operandValue(search, predicate.right, item),
        predicate.right,
      );
  }
}

function operandValue(search: Search, operand: Operand, item: Value): Value | undefined {
  switch (operand.type) {
    case 'value':
      return operand.value;
    case 'list':
      return list([...operand.items], true);
    case 'path': {
      const found = follow(search, [operand.fromRoot ? search.root : item], operand.path.segments);
      return operand.path.definite || found.length === 0 ? found[0] : list(found, true);
    }
    default:
      return null;
  }
}

function compare(
  search: Search,
  operator: string,
  left: Value | undefined,
  right: Value | undefined,
  operand: Operand,
): boolean {
  switch (operator) {
    case '==':
    case '===':
      return same(left, right);
    case '!=':
    case '!==':
      return !same(left, right);
    case '=~':
      return operand.type === 'pattern' && typeof left === 'string' && operand.test(left);
    case 'in':
    case 'nin':
      return candidates(search, right).some((item) => same(left, item)) === (operator === 'in');
    case 'contains':
      return typeof left === 'string'
        ? typeof right === 'string' && left.includes(right)
        : candidates(search, left).some((item) => same(item, right));
    case 'size':
      return same(BigInt(childrenOf(left ?? null).length), right);
    case 'empty':
      return (left === '' || (typeof left === 'object' && childrenOf(left).length === 0)) === right;
    default:
      return inOrder(operator, left, right);
  }
}

/** Returns the list that is searched, once for each item that a filter tests. */
function candidates(search: Search, value: Value | undefined): readonly Value[] {
  const children = childrenOf(value ?? null);
  spend(search.budget, children.length);
  return children;
}

function same(left: Value | undefined, right: Value | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  if (isNumber(left) && isNumber(right)) return equal(left, right);
  return left !== null && right !== null && typeof left === 'object' ? equal(left, right) : left === right;
}

function inOrder(operator: string, left: Value | undefined, right: Value | undefined): boolean {
  if (left === undefined || left === null || right === undefined || right === null) return false;
  const comparable = isNumber(left) ? isNumber(right) : typeof left === 'string' && typeof right === 'string';
  if (!comparable) return false;
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    default:
      return left >= right;
  }
}

function callFunction(name: string, value: Value): Value[] {
  const children = childrenOf(value);
  switch (name) {
    case 'length':
    case 'size':
      return [BigInt(children.length)];
    case 'keys':
      return value !== null && typeof value === 'object' && value.kind === 'map'
        ? [list([...value.entries.keys()], true)]
        : [];
    case 'first':
      return children.slice(0, 1);
    case 'last':
      return children.slice(-1);
    default:
      return aggregate(name, children.filter(isNumber).map(Number));
  }
}

/** Jayway's numbers over a list are fractions. */
function aggregate(name: string, numbers: readonly number[]): Value[] {
  if (numbers.length === 0) return [];
  const sum = numbers.reduce((total, number) => total + number, 0);
  switch (name) {
    case 'sum':
      return [sum];
    case 'avg':
      return [sum / numbers.length];
    default:
      return [numbers.reduce((best, number) => (name === 'min' ? Math.min(best, number) : Math.max(best, number)))];
  }
}

const present = (value: Value | undefined): Value[] => (value === undefined ? [] : [value]);
