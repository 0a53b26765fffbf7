/**
 * Parses JSONPath for `$input.json` and `$input.path`, in the Jayway dialect: a path that can find only one value
 * returns this value, any other path returns a list.
 */
import { boundedRegExp } from '../../../regexp/bounded-regexp.ts';
import { createScanner, type Scanner } from '../../../velocity/scanner.ts';
import type { JsonPath, Operand, Predicate, Segment } from './json-path-syntax.ts';
import type { Value } from './values.ts';

const BARE_NAME = /[^.[\](),\s'"*?@$=<>!&|~][^.[\](),\s=<>!&|~]*/y;
const QUOTED = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/y;
const INTEGER = /-?\d{1,15}/y;
const OPERATOR = /===?|!==?|<=|>=|<|>|=~|(?:in|nin|empty|size|contains)\b/y;
const NUMBER = /-?\d+(\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /(?:true|false|null)\b/y;
const PATTERN = /\/((?:[^/\\]|\\.)+)\/([ims]*)/y;
const FUNCTIONS = new Set(['length', 'size', 'min', 'max', 'avg', 'sum', 'keys', 'first', 'last']);

/** Throws `VelocityError`. */
export function parseJsonPath(text: string): JsonPath {
  const trimmed = text.trim();
  // Jayway reads `a.b` as `$.a.b`.
  const scanner = createScanner(/^[$@]/.test(trimmed) ? trimmed : `$.${trimmed}`);
  scanner.position = 1;
  const path = parseSegments(scanner);
  if (scanner.position < scanner.text.length) throw scanner.fail('the JSONPath cannot be read');
  return path;
}

function parseSegments(scanner: Scanner): JsonPath {
  const segments: Segment[] = [];
  for (;;) {
    if (scanner.take('..')) {
      segments.push({ type: 'deep' });
      if (!scanner.at('[')) segments.push(parseName(scanner));
    } else if (scanner.take('.')) {
      // A dot before a bracket has no meaning.
      if (!scanner.at('[')) segments.push(parseName(scanner));
    } else if (scanner.take('[')) {
      scanner.skipSpace();
      segments.push(scanner.nested(() => parseBracket(scanner)));
      scanner.skipSpace();
      scanner.expect(']');
    } else {
      // A function makes one value of everything that was found.
      return { segments, definite: segments.every(isDefinite) || segments.at(-1)?.type === 'function' };
    }
  }
}

function isDefinite(segment: Segment): boolean {
  switch (segment.type) {
    case 'name':
      return segment.names.length === 1;
    case 'index':
      return segment.indexes.length === 1;
    case 'function':
      return true;
    default:
      return false;
  }
}

function parseName(scanner: Scanner): Segment {
  if (scanner.take('*')) return { type: 'all' };
  const name = scanner.match(BARE_NAME);
  if (name === undefined) throw scanner.fail('the JSONPath needs a name');
  if (FUNCTIONS.has(name) && scanner.take('()')) return { type: 'function', name };
  return { type: 'name', names: [name] };
}

function parseBracket(scanner: Scanner): Segment {
  if (scanner.take('*')) return { type: 'all' };
  if (scanner.take('?')) {
    scanner.skipSpace();
    scanner.expect('(');
    const predicate = parsePredicate(scanner);
    scanner.skipSpace();
    scanner.expect(')');
    return { type: 'filter', predicate };
  }
  if (scanner.at("'") || scanner.at('"')) return { type: 'name', names: separated(scanner, parseQuoted) };
  const first = integer(scanner);
  scanner.skipSpace();
  if (scanner.take(':')) {
    scanner.skipSpace();
    return { type: 'slice', from: first, to: integer(scanner) };
  }
  if (first === undefined) throw scanner.fail('the JSONPath cannot be read');
  const rest = scanner.take(',') ? separated(scanner, requiredInteger) : [];
  return { type: 'index', indexes: [first, ...rest] };
}

function separated<T>(scanner: Scanner, parse: (scanner: Scanner) => T): T[] {
  const items: T[] = [];
  do {
    scanner.skipSpace();
    items.push(parse(scanner));
    scanner.skipSpace();
  } while (scanner.take(','));
  return items;
}

function integer(scanner: Scanner): number | undefined {
  const found = scanner.match(INTEGER);
  return found === undefined ? undefined : Number(found);
}

function requiredInteger(scanner: Scanner): number {
  const found = integer(scanner);
  if (found === undefined) throw scanner.fail('the JSONPath needs an index');
  return found;
}

/** Parses the condition of a filter: `@.price < 10 && @.type == 'dog'`. */
function parsePredicate(scanner: Scanner): Predicate {
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

/** Parses a text in single or double quotes; a backslash escapes the next character. */
function parseQuoted(scanner: Scanner): string {
  const found = scanner.match(QUOTED);
  if (found === undefined) throw scanner.fail('the JSONPath needs a text in quotes');
  return found.slice(1, -1).replaceAll(/\\(.)/gs, '$1');
}
