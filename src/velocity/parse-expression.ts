/**
 * Parses the expressions of `#set`, of conditions and of arguments, by precedence, lowest first, and the references in
 * them and in the text: `$x`, `$!x`, `${x.y}`, `$x.method("a")[0].z`.
 */
import type { Scanner } from './scanner.ts';
import type { Expression, Macro, Node, Operator, Reference, Step } from './syntax.ts';

/** The scanner of a template. */
export interface TemplateScanner extends Scanner {
  /** The macros of the whole template by name. A macro is `undefined` until its definition is read. */
  readonly macros: Map<string, Macro | undefined>;
  /** Parses a string inside this template, which is a template with the same macros. */
  parseInside(text: string): Node[];
}

interface Level {
  readonly pattern: RegExp;
  /** The other spellings of the operators. */
  readonly words?: Readonly<Record<string, Operator>>;
}

const LEVELS: readonly Level[] = [
  { pattern: /\|\||or\b/y, words: { or: '||' } },
  { pattern: /&&|and\b/y, words: { and: '&&' } },
  { pattern: /==|!=|(?:eq|ne)\b/y, words: { eq: '==', ne: '!=' } },
  { pattern: /<=|>=|<|>|(?:lt|le|gt|ge)\b/y, words: { lt: '<', le: '<=', gt: '>', ge: '>=' } },
  { pattern: /[+-]/y },
  { pattern: /[*/%]/y },
];

const NOT = /!|not\b/y;
const NUMBER = /-?\d+(?:\.(?!\.)\d*)?(?:[eE][+-]?\d+)?|-?\.\d+(?:[eE][+-]?\d+)?/y;
const BOOLEAN = /(?:true|false)\b/y;
const SINGLE_QUOTED = /'[^']*(?:''[^']*)*'/y;
const DOUBLE_QUOTED = /"[^"]*(?:""[^"]*)*"/y;
const REFERENCE = /\$!?\{?[A-Za-z_]/y;
const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_-]*/y;
const PROPERTY = /\.[A-Za-z_][A-Za-z0-9_-]*/y;
const SPACE_AND_COMMA = /[ \t\r\n]*,[ \t\r\n]*/y;

export function parseExpression(scanner: TemplateScanner): Expression {
  return scanner.nested(() => parseLevel(scanner, 0));
}

function parseLevel(scanner: TemplateScanner, index: number): Expression {
  const level = LEVELS[index];
  if (level === undefined) return parseUnary(scanner);
  let left = parseLevel(scanner, index + 1);
  for (;;) {
    const before = scanner.position;
    scanner.skipSpace();
    const found = scanner.match(level.pattern);
    if (found === undefined) {
      scanner.position = before;
      return left;
    }
    scanner.skipSpace();
    const right = parseLevel(scanner, index + 1);
    left = { type: 'binary', operator: level.words?.[found] ?? (found as Operator), left, right };
  }
}

function parseUnary(scanner: TemplateScanner): Expression {
  scanner.skipSpace();
  if (scanner.match(NOT) !== undefined) {
    return { type: 'not', operand: scanner.nested(() => parseUnary(scanner)) };
  }
  const number = scanner.match(NUMBER);
  if (number !== undefined) return { type: 'literal', value: /[.eE]/.test(number) ? Number(number) : BigInt(number) };
  if (scanner.take('-')) return { type: 'negative', operand: scanner.nested(() => parseUnary(scanner)) };
  return parsePrimary(scanner);
}

function parsePrimary(scanner: TemplateScanner): Expression {
  if (scanner.at('"')) return parseDoubleQuoted(scanner);
  if (scanner.at("'")) return { type: 'literal', value: quoted(scanner, SINGLE_QUOTED, "'") };
  if (scanner.take('[')) return parseList(scanner);
  if (scanner.take('{')) return parseMap(scanner);
  if (scanner.take('(')) {
    const inner = parseExpression(scanner);
    scanner.skipSpace();
    scanner.expect(')');
    return inner;
  }
  const word = scanner.match(BOOLEAN);
  if (word !== undefined) return { type: 'literal', value: word === 'true' };
  const reference = parseReference(scanner);
  if (reference === undefined) throw scanner.fail('a value expected');
  return reference;
}

/** Text between quotes. A doubled quote stands for one. A backslash is an ordinary character, as in Velocity. */
function quoted(scanner: TemplateScanner, pattern: RegExp, quote: string): string {
  const found = scanner.match(pattern);
  if (found === undefined) throw scanner.fail('a string without an end');
  return found.slice(1, -1).replaceAll(quote + quote, quote);
}

/** A text in double quotes is a template itself. */
function parseDoubleQuoted(scanner: TemplateScanner): Expression {
  const text = quoted(scanner, DOUBLE_QUOTED, '"');
  if (!/[$#]/.test(text)) return { type: 'literal', value: text };
  return scanner.nested(() => ({ type: 'interpolated', nodes: scanner.parseInside(text) }));
}

function parseList(scanner: TemplateScanner): Expression {
  scanner.skipSpace();
  const items: Expression[] = [];
  while (!scanner.take(']')) {
    if (items.length > 0 && scanner.match(SPACE_AND_COMMA) === undefined) throw scanner.fail('"," or "]" expected');
    items.push(parseExpression(scanner));
    scanner.skipSpace();
    if (items.length === 1 && scanner.take('..')) {
      scanner.skipSpace();
      const to = parseExpression(scanner);
      scanner.skipSpace();
      scanner.expect(']');
      return { type: 'range', from: items[0]!, to };
    }
  }
  return { type: 'list', items };
}

function parseMap(scanner: TemplateScanner): Expression {
  scanner.skipSpace();
  const entries: [Expression, Expression][] = [];
  while (!scanner.take('}')) {
    if (entries.length > 0 && scanner.match(SPACE_AND_COMMA) === undefined) throw scanner.fail('"," or "}" expected');
    const key = parseExpression(scanner);
    scanner.skipSpace();
    scanner.expect(':');
    scanner.skipSpace();
    entries.push([key, parseExpression(scanner)]);
    scanner.skipSpace();
  }
  return { type: 'map', entries };
}

/** Returns `undefined` and consumes nothing if this is not a reference: `$5`, `$` alone, `${x y`. */
export function parseReference(scanner: TemplateScanner, backslashes = 0): Reference | undefined {
  const start = scanner.position;
  if (scanner.match(REFERENCE) === undefined) return undefined;
  scanner.position = start + 1;
  const quiet = scanner.take('!');
  const braced = scanner.take('{');
  const name = scanner.match(IDENTIFIER)!;
  const steps = scanner.nested(() => parseSteps(scanner));
  if (braced && !scanner.take('}')) {
    scanner.position = start;
    return undefined;
  }
  const source = scanner.text.slice(start, scanner.position);
  return { type: 'reference', name, steps, quiet, source, backslashes };
}

function parseSteps(scanner: TemplateScanner): Step[] {
  const steps: Step[] = [];
  for (;;) {
    if (scanner.take('[')) {
      scanner.skipSpace();
      const index = parseExpression(scanner);
      scanner.skipSpace();
      scanner.expect(']');
      steps.push({ type: 'index', index });
      continue;
    }
    const name = scanner.match(PROPERTY)?.slice(1);
    if (name === undefined) return steps;
    if (scanner.take('(')) steps.push({ type: 'method', name, args: parseArguments(scanner) });
    else steps.push({ type: 'property', name });
  }
}

function parseArguments(scanner: TemplateScanner): Expression[] {
  const args: Expression[] = [];
  scanner.skipSpace();
  while (!scanner.take(')')) {
    if (args.length > 0 && scanner.match(SPACE_AND_COMMA) === undefined) throw scanner.fail('"," or ")" expected');
    args.push(parseExpression(scanner));
    scanner.skipSpace();
  }
  return args;
}
