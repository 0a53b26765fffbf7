/** Parses the expressions of `#set`, of conditions and of arguments, by precedence, lowest first. */
import { parseReference } from './parse-reference.ts';
import { parseAll } from './parse-template.ts';
import type { Scanner } from './scanner.ts';
import type { Expression, Operator } from './syntax.ts';

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
const SPACE_AND_COMMA = /[ \t\r\n]*,[ \t\r\n]*/y;

export function parseExpression(scanner: Scanner): Expression {
  return scanner.nested(() => parseLevel(scanner, 0));
}

function parseLevel(scanner: Scanner, index: number): Expression {
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

function parseUnary(scanner: Scanner): Expression {
  scanner.skipSpace();
  if (scanner.match(NOT) !== undefined) {
    return { type: 'not', operand: scanner.nested(() => parseUnary(scanner)) };
  }
  const number = scanner.match(NUMBER);
  if (number !== undefined) return { type: 'literal', value: /[.eE]/.test(number) ? Number(number) : BigInt(number) };
  if (scanner.take('-')) return { type: 'negative', operand: scanner.nested(() => parseUnary(scanner)) };
  return parsePrimary(scanner);
}

function parsePrimary(scanner: Scanner): Expression {
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
function quoted(scanner: Scanner, pattern: RegExp, quote: string): string {
  const found = scanner.match(pattern);
  if (found === undefined) throw scanner.fail('a string without an end');
  return found.slice(1, -1).replaceAll(quote + quote, quote);
}

/** A text in double quotes is a template itself. */
function parseDoubleQuoted(scanner: Scanner): Expression {
  const text = quoted(scanner, DOUBLE_QUOTED, '"');
  if (!/[$#]/.test(text)) return { type: 'literal', value: text };
  return scanner.nested(() => ({ type: 'interpolated', nodes: parseAll(scanner.inside(text)) }));
}

function parseList(scanner: Scanner): Expression {
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

function parseMap(scanner: Scanner): Expression {
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
