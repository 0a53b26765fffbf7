import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { insertEntry, insertions, parsed } from '../../src/project-edit/insert-entry.ts';
import { spliced } from '../../src/project-edit/splice.ts';

describe('a block map', () => {
  const text = `# top
name: shop   # the app

tables:
  # what we sell
  items: { key: id }

  carts:
    key: id   # uuid

# stages below
stages: {}
`;

  it('gets the entry after its last one, and nothing else changes', () => {
    expect(insertEntry(text, ['tables', 'orders'], { key: 'id', ttl: 'gone' })).toBe(
      text.replace('# uuid\n', '# uuid\n  orders:\n    key: id\n    ttl: gone\n'),
    );
  });

  it('may be the whole file, and missing maps are created', () => {
    expect(insertEntry(text, ['usagePlans', 'basic', 'rate'], 10)).toBe(`${text}usagePlans:\n  basic:\n    rate: 10\n`);
  });

  it('can be in a file without a newline at its end', () => {
    expect(insertEntry('a: 1', ['b'], 2)).toBe('a: 1\nb: 2\n');
  });
});

describe('a map in braces', () => {
  it('stays on its line', () => {
    expect(insertEntry('tables: { items: { key: id } } # here\n', ['tables', 'orders'], { key: 'id' })).toBe(
      'tables: { items: { key: id }, orders: { key: id } } # here\n',
    );
    expect(insertEntry('stages: {}\n', ['stages', 'dev'], {})).toBe('stages: { dev: {} }\n');
  });

  it('in JSON keeps lines and indentation', () => {
    const json = '{\n  "paths": {\n    "/a": {}\n  }\n}\n';
    expect(insertEntry(json, ['paths', '/b'], { get: 1 })).toBe(
      '{\n  "paths": {\n    "/a": {},\n    "/b": {\n      "get": 1\n    }\n  }\n}\n',
    );
  });
});

it.each(['tables:\n', 'tables: null\n', 'tables: ~ # none yet\n', 'tables: # none\n'])('%j becomes a map', (line) => {
  const edited = insertEntry(`${line}name: a\n`, ['tables', 'orders'], { key: 'id' });
  expect(parse(edited)).toEqual({ tables: { orders: { key: 'id' } }, name: 'a' });
  expect(edited.includes('#')).toBe(line.includes('#'));
});

it('rejects an existing entry, a value that is not a map and invalid text', () => {
  expect(() => insertEntry('a: { b: 1 }\n', ['a', 'b'], 2)).toThrow('a.b already exists');
  expect(() => insertEntry('a: [1]\n', ['a', 'b'], 2)).toThrow('a is not a map');
  expect(() => insertEntry('a: [1\n', ['a', 'b'], 2)).toThrow();
});

it('the result means the old document and the entry, for any document', () => {
  const key = fc.stringMatching(/^[a-z/{}~.: #-]{1,8}$/).filter((name) => name.trim() !== '');
  const value = fc.json({ maxDepth: 2 }).map((text): unknown => JSON.parse(text.replaceAll('-0', '0')));
  const document = fc.dictionary(key, fc.dictionary(key, value, { minKeys: 1 }), { minKeys: 1 });
  fc.assert(
    fc.property(document, key, value, fc.boolean(), (before, name, added, json) => {
      const first = Object.keys(before)[0]!;
      fc.pre(!Object.hasOwn(before[first]!, name));
      const text = json ? JSON.stringify(before, null, 2) : stringify(before);
      const expected = { ...before, [first]: { ...before[first], [name]: added } };
      expect(parse(insertEntry(text, [first, name], added))).toEqual(parse(JSON.stringify(expected)));
    }),
    { numRuns: 50 },
  );
});

it('many entries at once give the same result as one after the other', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const value = fc.oneof(fc.constant(null), fc.integer(), fc.dictionary(name, fc.dictionary(name, fc.integer())));
  const document = fc.dictionary(name, fc.dictionary(name, fc.dictionary(name, value)));
  const path = fc.tuple(name, name, name).chain((all) => fc.constantFrom(all.slice(0, 1), all.slice(0, 2), all));
  const entries = fc.uniqueArray(fc.record({ path, value }), {
    selector: (entry) => entry.path.join('.'),
    maxLength: 6,
  });
  fc.assert(
    fc.property(document, entries, fc.constantFrom('yaml', 'flow', 'json'), (before, all, form) => {
      const text = {
        yaml: stringify(before),
        flow: `${JSON.stringify(before)}\n`,
        json: JSON.stringify(before, null, 2),
      }[form];
      let one = text;
      const fit = all.filter(({ path, value }) => {
        try {
          one = insertEntry(one, path, value);
          return true;
        } catch {
          return false;
        }
      });
      // An entry below one that the same call inserts becomes part of it, which no caller needs.
      fc.pre(
        !fit.some(({ path }) =>
          fit.some((other) => other.path.length > path.length && path.every((p, i) => other.path[i] === p)),
        ),
      );
      expect(parse(spliced(text, insertions(parsed(text), text, fit)))).toEqual(parse(one));
    }),
    { numRuns: 60 },
  );
});
