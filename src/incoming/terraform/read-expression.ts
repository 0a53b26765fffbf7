/** Reads the expressions of Terraform's language. Pure. */
import type { Expression } from './hcl.ts';
import { type HclText, NAME } from './hcl-text.ts';
import { readHeredoc, readQuoted } from './read-text.ts';

/** Expressions in expressions. Each needs a part of the stack. */
const DEEPEST = 200;

/** `lines`: whether the expression may go on in the next line, as it may in brackets. Throws `HclError`. */
export function readExpression(source: HclText, lines: boolean, depth: number): Expression {
  const test = compared(source, lines, depth);
  source.skip(lines);
  if (!source.takes('?')) return test;
  // A line may end before each part of a choice.
  source.skip(true);
  const yes = readExpression(source, lines, depth + 1);
  source.skip(true);
  source.expect(':');
  const no = readExpression(source, lines, depth + 1);
  return { is: 'choice', test, yes, no };
}

/** All operators have one rank here. The values of arithmetic are not computed, so it does not matter. */
const OPERATOR = /&&|\|\||[=!<>]=|[<>*/%+]|-/y;

function compared(source: HclText, lines: boolean, depth: number): Expression {
  let left = unary(source, lines, depth);
  for (;;) {
    source.skip(lines);
    const operator = source.match(OPERATOR);
    if (operator === undefined) return left;
    const right = unary(source, lines, depth);
    left = { is: 'compare', operator, left, right };
  }
}

/** Every expression begins with one of these, so the depth is checked here. */
function unary(source: HclText, lines: boolean, depth: number): Expression {
  if (depth > DEEPEST) throw source.error('The expressions are nested too deeply.');
  source.skip(lines);
  if (source.takes('!')) return { is: 'not', value: unary(source, lines, depth + 1) };
  const start = source.at;
  if (source.takes('-')) {
    const value = unary(source, lines, depth + 1);
    if (value.is === 'literal' && typeof value.value === 'number') return { is: 'literal', value: -value.value };
    return { is: 'other', text: source.text.slice(start, source.at) };
  }
  return withSteps(source, primary(source, depth), start, depth);
}

function primary(source: HclText, depth: number): Expression {
  const number = source.match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
  if (number !== undefined) return { is: 'literal', value: Number(number) };
  if (source.text[source.at] === '"') return readQuoted(source, depth, readExpression);
  if (source.text.startsWith('<<', source.at)) return readHeredoc(source, depth, readExpression);
  if (source.takes('(')) {
    const inside = readExpression(source, true, depth + 1);
    source.skip(true);
    source.expect(')');
    return inside;
  }
  if (source.text[source.at] === '[' || source.text[source.at] === '{') return collection(source, depth);
  const name = source.match(NAME);
  if (name === undefined) throw source.error('Here should be a value.');
  if (name === 'true' || name === 'false') return { is: 'literal', value: name === 'true' };
  if (name === 'null') return { is: 'literal', value: null };
  // Functions of providers have two colons in their names.
  const namespace = source.match(/(?:::[\w-]+)+/y) ?? '';
  if (source.takes('(')) return { is: 'call', name: name + namespace, args: argumentsOf(source, depth) };
  return { is: 'path', root: name, steps: [] };
}

const argumentsOf = (source: HclText, depth: number): Expression[] =>
  separated(source, ')', () => readExpression(source, true, depth + 1));

function collection(source: HclText, depth: number): Expression {
  const start = source.at;
  const isList = source.text[start] === '[';
  source.at++;
  source.skip(true);
  if (source.match(/for(?=[\s])/y) !== undefined) return otherUntil(source, start, depth);
  if (isList) return { is: 'list', items: separated(source, ']', () => readExpression(source, true, depth + 1)) };
  const entries = separated(source, '}', (): readonly [Expression, Expression] => {
    const key = readExpression(source, false, depth + 1);
    source.skip(true);
    if (!source.takes('=') && !source.takes(':')) throw source.error('Here should be = after the key.');
    source.skip(true);
    // The key is a word, not a variable. Only `(name)` is a variable, which the parser does not tell apart.
    const isWord = key.is === 'path' && key.steps.length === 0;
    return [isWord ? { is: 'literal', value: key.root } : key, readExpression(source, false, depth + 1)];
  });
  return { is: 'object', entries };
}

/** Reads items until the bracket, which it moves over. A comma or the end of a line is between two of them. */
function separated<T>(source: HclText, bracket: string, item: () => T): T[] {
  const items: T[] = [];
  for (;;) {
    source.skip(true);
    if (source.takes(bracket)) return items;
    if (source.isAtEnd) throw source.error(`The bracket ${bracket} is missing.`);
    items.push(item());
    source.match(/\s*\.\.\./y);
    source.skip(true);
    source.takes(',');
  }
}

/** Moves over the rest of a `for` expression: everything in it is an expression, a word or a sign. */
function otherUntil(source: HclText, start: number, depth: number): Expression {
  for (let open = 1; open > 0; ) {
    source.skip(true);
    if (source.isAtEnd) throw source.error('A bracket is missing.');
    if (source.text[source.at] === '"') readQuoted(source, depth + 1, readExpression);
    else if (source.text.startsWith('<<', source.at)) readHeredoc(source, depth + 1, readExpression);
    else {
      const sign = source.text[source.at++]!;
      if ('[{('.includes(sign)) open++;
      if (']})'.includes(sign)) open--;
    }
  }
  return { is: 'other', text: source.text.slice(start, source.at) };
}

/** Reads `.name`, `[0]`, `.0` and the splats `.*` and `[*]` after a value. */
function withSteps(source: HclText, value: Expression, start: number, depth: number): Expression {
  const steps: Expression[] = [];
  let hasSplat = false;
  for (;;) {
    if (source.match(/\.\*|\[\*\]/y) !== undefined) {
      hasSplat = true;
      continue;
    }
    const name =
      source.match(/\.(?=[\p{L}_\d])/uy) === undefined ? undefined : (source.match(NAME) ?? source.match(/\d+/y));
    if (name !== undefined) steps.push({ is: 'literal', value: name });
    else if (source.takes('[')) {
      steps.push(readExpression(source, true, depth + 1));
      source.skip(true);
      source.expect(']');
    } else break;
  }
  if (steps.length === 0 && !hasSplat) return value;
  if (value.is !== 'path' || hasSplat) return { is: 'other', text: source.text.slice(start, source.at) };
  return { is: 'path', root: value.root, steps };
}
