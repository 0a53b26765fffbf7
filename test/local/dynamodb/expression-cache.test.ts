/**
 * A cached expression has the same result as dynalite's own parser: tree, errors, and the names and values that it
 * marks as used.
 */
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Parse,
  type ParserContext,
  rememberExpressions,
} from '../../../src/local/services/dynamodb/expression-cache.ts';

const require = createRequire(import.meta.url);
const { compare } = require('dynalite/db/index.js') as { compare: ParserContext['compare'] };
const parser = (name: string) => (require(`dynalite/db/${name}Parser.js`) as { parse: Parse }).parse;

interface Request {
  text: string;
  names: Record<string, string> | undefined;
  values: Record<string, object> | undefined;
}

/**
 * Returns the result of the parser and what it leaves as unused, with a fresh copy of everything, as for every request.
 */
function ask(parse: Parse, { text, names, values }: Request) {
  const unused = (members: object | undefined) =>
    Object.fromEntries(Object.keys(members ?? {}).map((key) => [key, true as const]));
  const context: ParserContext = {
    attrNames: names && { ...names },
    attrVals: values && structuredClone(values),
    unusedAttrNames: unused(names),
    unusedAttrVals: unused(values),
    isReserved: (name: string) => name.toUpperCase() === 'NAME',
    compare,
  };
  try {
    const tree = parse(text, { context });
    return { tree, left: [Object.keys(context.unusedAttrNames), Object.keys(context.unusedAttrVals)] };
  } catch (error) {
    // A request that ends with an error reports nothing else.
    return { error: String(error) };
  }
}

const value = fc.oneof(
  fc.record({ S: fc.constantFrom('a', 'S', 'zz') }),
  fc.record({ N: fc.constantFrom('1', '2', '10') }),
  fc.record({ BOOL: fc.boolean() }),
  fc.record({ L: fc.constant([{ S: 'x' }]) }),
  fc.record({ SS: fc.constant(['x', 'y']) }),
);
const values = fc.option(fc.dictionary(fc.constantFrom(':a', ':b', ':c'), value, { minKeys: 1 }), { nil: undefined });
const names = fc.option(
  fc.dictionary(fc.constantFrom('#a', '#b'), fc.constantFrom('id', 'at', 'name'), { minKeys: 1 }),
  {
    nil: undefined,
  },
);
const path = fc.constantFrom('id', 'at', 'name', '#a', '#b', 'at.#b', 'at[1]', '#a.id', '__proto__');
const operand = fc.oneof(path, fc.constantFrom(':a', ':b', ':c'));
const term = fc.oneof(
  fc.tuple(operand, fc.constantFrom('=', '<', '<>', '>='), operand).map((parts) => parts.join(' ')),
  fc.tuple(operand, operand, operand).map(([x, y, z]) => `${x} BETWEEN ${y} AND ${z}`),
  fc.tuple(operand, operand).map(([x, y]) => `${x} IN (${y}, :b)`),
  fc.tuple(fc.constantFrom('attribute_exists', 'attribute_not_exists', 'size'), operand).map(([f, x]) => `${f}(${x})`),
  fc
    .tuple(fc.constantFrom('begins_with', 'contains', 'attribute_type'), operand, operand)
    .map(([f, x, y]) => `${f}(${x}, ${y})`),
);
const condition = fc.oneof(
  term,
  fc.tuple(term, fc.constantFrom('AND', 'or'), term).map((parts) => parts.join(' ')),
  term.map((inner) => `NOT (${inner})`),
);
const projection = fc.array(path, { minLength: 1, maxLength: 3 }).map((paths) => paths.join(', '));
const setting = fc.oneof(
  operand,
  fc.tuple(operand, fc.constantFrom('+', '-'), operand).map((parts) => parts.join(' ')),
  fc.tuple(path, operand).map(([x, y]) => `if_not_exists(${x}, ${y})`),
  fc.tuple(operand, operand).map(([x, y]) => `list_append(${x}, ${y})`),
);
const update = fc.oneof(
  fc.tuple(path, setting).map(([x, y]) => `SET ${x} = ${y}`),
  fc.tuple(path, setting, path).map(([x, y, z]) => `SET ${x} = ${y} REMOVE ${z}`),
  fc.tuple(fc.constantFrom('ADD', 'DELETE'), path, operand).map((parts) => parts.join(' ')),
);

describe.each([
  ['condition', condition],
  ['projection', projection],
  ['update', update],
])('%s expressions', (name, text) => {
  test('give the same result as the parser itself, in any order and with other values', () => {
    const plain = parser(name);
    const remembering = rememberExpressions(plain);
    const request = fc.record({ text, names, values });
    fc.assert(
      fc.property(fc.array(fc.tuple(request, values), { minLength: 1, maxLength: 5 }), (requests) => {
        for (const [first, other] of requests) {
          for (const again of [first, first, { ...first, values: other }]) {
            expect(ask(remembering, again)).toEqual(ask(plain, again));
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

test('stay the same when a caller changes the tree', () => {
  const remembering = rememberExpressions(parser('update'));
  const request = { text: 'SET at = :a', names: undefined, values: { ':a': { N: '1' } } };
  const first = ask(remembering, request).tree as { sections: { val: unknown }[] };
  first.sections[0]!.val = 'spoiled';
  const second = ask(remembering, { ...request, values: { ':a': { N: '2' } } }).tree as typeof first;
  second.sections[0]!.val = 'spoiled';
  const third = ask(remembering, { ...request, values: { ':a': { N: '3' } } }).tree as typeof first;
  expect(third.sections[0]!.val).toEqual({ N: '3' });
});

test('a text that contains the separator is not confused with another text and its names', () => {
  const remembering = rememberExpressions(parser('condition'));
  const text = 'attribute_exists(#a)';
  ask(remembering, { text, names: { '#a': 'id' }, values: undefined });
  for (const disguised of [`${text}\n{"#a":"id"}`, `{"#a":"id"}\n\n${text}`]) {
    expect(ask(remembering, { text: disguised, names: undefined, values: undefined }).error).toMatch(/^SyntaxError/);
  }
});
