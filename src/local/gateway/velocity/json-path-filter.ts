/**
 * Filters of JSONPath, `?(@.price < 10 && @.type == 'dog')`. They are parsed into data and tested against one item at a
 * time.
 */

import { boundedRegExp } from '../../../regexp/bounded-regexp.ts';
import type { Scanner } from '../../../velocity/scanner.ts';
import { type JsonPath, parseQuoted, parseSegments } from './json-path.ts';
import type { Value } from './values.ts';

export type Predicate =
  | { readonly type: 'or' | 'and'; readonly parts: readonly Predicate[] }
  | { readonly type: 'not'; readonly part: Predicate }
  | { readonly type: 'exists'; readonly operand: Operand }
  | { readonly type: 'compare'; readonly operator: string; readonly left: Operand; readonly right: Operand };

export type Operand =
  | { readonly type: 'path'; readonly path: JsonPath; readonly fromRoot: boolean }
  | { readonly type: 'value'; readonly value: Value }
  | { readonly type: 'list'; readonly items: readonly Value[] }
  | { readonly type: 'pattern'; readonly test: (text: string) => boolean };

const OPERATOR = /===?|!==?|<=|>=|<|>|=~|(?:in|nin|empty|size|contains)\b/y;
const NUMBER = /-?\d+(\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /(?:true|false|null)\b/y;
const PATTERN = /\/((?:[^/\\]|\\.)+)\/([ims]*)/y;

export function parsePredicate(scanner: Scanner): Predicate {
  return scanner.nested(() => parseChain(scanner, 'or', '||', (inner) => parseChain(inner, 'and', '&&', parseTerm)));
}

function parseChain(
  scanner: Scanner,
  type: 'or' | 'and',
  operator: string,
  parse: (scanner: Scanner) => Predicate,
): Predicate {
  const parts = [parse(scanner)];
  for (;;) {
    scanner.skipSpace();
    if (!scanner.take(operator)) return parts.length === 1 ? parts[0]! : { type, parts };
    parts.push(parse(scanner));
  }
}

function parseTerm(scanner: Scanner): Predicate {
  scanner.skipSpace();
  if (scanner.take('!')) return { type: 'not', part: scanner.nested(() => parseTerm(scanner)) };
  if (scanner.take('(')) {
    const inner = parsePredicate(scanner);
    scanner.skipSpace();
    scanner.expect(')');
    return inner;
  }
  const left = parseOperand(scanner);
  scanner.skipSpace();
  const operator = scanner.match(OPERATOR);
  if (operator === undefined) return { type: 'exists', operand: left };
  scanner.skipSpace();
  return { type: 'compare', operator, left, right: parseOperand(scanner) };
}

function parseOperand(scanner: Scanner): Operand {
  const fromRoot = scanner.at('$');
  if (scanner.take('@') || scanner.take('$')) return { type: 'path', path: parseSegments(scanner), fromRoot };
  if (scanner.at('/')) return parsePattern(scanner);
  if (scanner.take('[')) return parseItems(scanner);
  return { type: 'value', value: parseScalar(scanner) };
}

function parseScalar(scanner: Scanner): Value {
  if (scanner.at("'") || scanner.at('"')) return parseQuoted(scanner);
  const number = scanner.match(NUMBER);
  if (number !== undefined) return /[.eE]/.test(number) ? Number(number) : BigInt(number);
  const word = scanner.match(WORD);
  if (word === undefined) throw scanner.fail('the JSONPath filter needs a value');
  return word === 'null' ? null : word === 'true';
}

function parsePattern(scanner: Scanner): Operand {
  PATTERN.lastIndex = scanner.position;
  const [whole, source = '', flags = ''] = PATTERN.exec(scanner.text) ?? [];
  if (whole === undefined) throw scanner.fail('the JSONPath filter needs the end of a pattern');
  scanner.position += whole.length;
  try {
    const pattern = boundedRegExp(`^(?:${source})$`, [...new Set(flags)].join(''));
    return { type: 'pattern', test: (text) => pattern.test(text) };
  } catch {
    throw scanner.fail('the pattern in the JSONPath filter cannot be read');
  }
}

function parseItems(scanner: Scanner): Operand {
  const items: Value[] = [];
  scanner.skipSpace();
  while (!scanner.take(']')) {
    if (items.length > 0) scanner.expect(',');
    scanner.skipSpace();
    items.push(parseScalar(scanner));
    scanner.skipSpace();
  }
  return { type: 'list', items };
}
