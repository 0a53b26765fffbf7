/** A value that is written as YAML is read again as the same value, for all texts and keys. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseSource } from '../../src/config/source.ts';
import { replacement } from '../../src/contract/import/replace-entry.ts';
import { insertEntry, parsed } from '../../src/project-edit/insert-entry.ts';
import { spliced } from '../../src/project-edit/splice.ts';
import { yamlText } from '../../src/text/yaml-text.ts';

const PIECES = [
  ' ',
  '\n',
  'a b',
  '#',
  '- ',
  '[ ',
  ' ]',
  ': ',
  '<<',
  '\t',
  'long '.repeat(30),
  "'",
  '"',
  '|',
  '>',
  'null',
  '1e3',
  '~',
];
const text = fc.oneof(
  fc.string({ maxLength: 30, unit: 'binary' }),
  fc
    .array(fc.constantFrom(...PIECES, '\r', '\u0085', '\u2028', '%', '&a', '*a', '!b', '---', '...', 'yes', '{'), {
      maxLength: 12,
    })
    .map((parts) => parts.join('')),
);
const data = fc.letrec((tie) => ({
  node: fc.oneof(
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(text, tie('node'), { maxKeys: 3 }),
  ),
})).node;
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

it('gives the same data when it is parsed', () => {
  fc.assert(
    fc.property(fc.dictionary(text, data, { minKeys: 1, maxKeys: 3 }), (value) => {
      expect(plain(parseSource(yamlText(value), 'x.yaml').data)).toEqual(plain(value));
    }),
    { numRuns: 1_500 },
  );
});

it('gives the same data if a long text ends in lines of white space', () => {
  const value = { a: [`${'long '.repeat(30)}\n \n`] };
  expect(parseSource(yamlText(value), 'x.yaml').data).toEqual(value);
});

it('gives the same data below a path of an existing text', () => {
  fc.assert(
    fc.property(data, (value) => {
      const { data: read } = parseSource(insertEntry('a:\n  b: 1\nc: 2\n', ['a', 'd'], value), 'x.yaml');
      expect(plain(read)).toEqual({ a: { b: 1, d: plain(value) }, c: 2 });
    }),
    { numRuns: 1_500 },
  );
});

it('keeps a description of several lines readable', () => {
  expect(yamlText({ description: 'One line.\n\n- a list\n  of it\n' })).toBe(
    'description: |\n  One line.\n\n  - a list\n    of it\n',
  );
});

it('gives the same data on one line, inserted or replaced', () => {
  fc.assert(
    fc.property(data, (value) => {
      const inserted = parseSource(insertEntry('a: { b: 1 }\nc: 2\n', ['a', 'd'], value), 'x.yaml').data;
      expect(plain(inserted)).toEqual({ a: { b: 1, d: plain(value) }, c: 2 });
      const before = 'a: { b: 1 }\nc: 2\n';
      const after = spliced(before, [replacement(parsed(before), before, ['a', 'b'], value)]);
      const replaced = parseSource(after, 'x.yaml').data;
      expect(plain(replaced)).toEqual({ a: { b: plain(value) }, c: 2 });
    }),
    { numRuns: 1_500 },
  );
});
