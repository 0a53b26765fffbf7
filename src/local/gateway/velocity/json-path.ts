/**
 * JSONPath for `$input.json` and `$input.path`, in the Jayway dialect: a path that can find only one value returns this
 * value, any other path returns a list. A parsed path is data; nothing in it is evaluated as code.
 */

import { createScanner, type Scanner } from '../../../velocity/scanner.ts';
import { type Predicate, parsePredicate } from './json-path-filter.ts';

export type Segment =
  | { readonly type: 'name'; readonly names: readonly string[] }
  | { readonly type: 'index'; readonly indexes: readonly number[] }
  | { readonly type: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly type: 'all' }
  | { readonly type: 'filter'; readonly predicate: Predicate }
  | { readonly type: 'function'; readonly name: string }
  /** `..`: the next segment is searched at every depth. */
  | { readonly type: 'deep' };

export interface JsonPath {
  readonly segments: readonly Segment[];
  /** Whether the path can find only one value. */
  readonly definite: boolean;
}

const BARE_NAME = /[^.[\](),\s'"*?@$=<>!&|~][^.[\](),\s=<>!&|~]*/y;
const QUOTED = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/y;
const INTEGER = /-?\d{1,15}/y;
const FUNCTIONS = new Set(['length', 'size', 'min', 'max', 'avg', 'sum', 'keys', 'first', 'last']);

/** Throws `VelocityError`. */
export function parseJsonPath(text: string): JsonPath {
  const trimmed = text.trim();
  // Jayway reads `a.b` as `$.a.b`.
  const scanner = createScanner(/^[$@]/.test(trimmed) ? trimmed : `$.${trimmed}`, new Map());
  scanner.position = 1;
  const path = parseSegments(scanner);
  if (scanner.position < scanner.text.length) throw scanner.fail('the JSONPath cannot be read');
  return path;
}

export function parseSegments(scanner: Scanner): JsonPath {
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

/** Parses a text in single or double quotes; a backslash escapes the next character. */
export function parseQuoted(scanner: Scanner): string {
  const found = scanner.match(QUOTED);
  if (found === undefined) throw scanner.fail('the JSONPath needs a text in quotes');
  return found.slice(1, -1).replaceAll(/\\(.)/gs, '$1');
}
