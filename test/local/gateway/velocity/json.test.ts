import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonPath } from '../../../../src/local/gateway/velocity/json-path.ts';
import { evaluateJsonPath } from '../../../../src/local/gateway/velocity/json-path-evaluate.ts';
import { jsonOf, textOf } from '../../../../src/local/gateway/velocity/print.ts';
import { readJson } from '../../../../src/local/gateway/velocity/read-json.ts';
import { VelocityError } from '../../../../src/velocity/syntax.ts';

describe('JSON in templates', () => {
  it('reads everything that JSON.parse reads, and writes it back', () => {
    fc.assert(
      fc.property(fc.json(), (text) => isDeepStrictEqual(JSON.parse(jsonOf(readJson(text))), JSON.parse(text))),
    );
  });

  it('rejects everything that JSON.parse rejects', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        if (valid) readJson(text);
        else expect(() => readJson(text)).toThrow(SyntaxError);
      }),
    );
  });

  it('keeps numbers unchanged', () => {
    const text = '{"long":12345678901234567890,"one":1.0,"int":7,"fraction":249.99}';
    expect(jsonOf(readJson(text))).toBe(text);
  });

  it('rejects a number that would take seconds to convert', () => {
    expect(jsonOf(readJson('9'.repeat(1_000)))).toBe('9'.repeat(1_000));
    expect(() => readJson(`[${'9'.repeat(1_001)}]`)).toThrow(SyntaxError);
  });

  it('keys are ordinary keys', () => {
    const value = readJson('{"__proto__":{"polluted":true},"constructor":1}');
    expect(jsonOf(value)).toBe('{"__proto__":{"polluted":true},"constructor":1}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('objects print like in Java, lists as JSON (recorded)', () => {
    expect(textOf(readJson('{"foo":[{"nested":"bar"}],"o":{"a":null}}'))).toBe('{foo=[{"nested":"bar"}], o={a=null}}');
  });

  it('any text becomes a JSON string again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(0xffff), { maxLength: 30 }).map((codes) => String.fromCharCode(...codes)),
        (text) => JSON.parse(jsonOf(text)) === text,
      ),
    );
  });

  it('has a depth limit', () => {
    expect(() => readJson('['.repeat(100_000))).toThrow(SyntaxError);
  });
});

const DOCUMENT = readJson(
  JSON.stringify({
    pets: [
      { id: 1, type: 'dog', price: 249.99, tags: ['a', 'b'] },
      { id: 2, type: 'cat', price: 124.5 },
      { id: 3, type: 'fish', price: 0.99, tags: [] },
    ],
    owner: { 'first name': 'Bo', id: 9 },
    nothing: null,
  }),
);

const at = (path: string) => {
  const found = evaluateJsonPath(parseJsonPath(path), DOCUMENT, { left: 10_000 });
  return found === undefined ? undefined : jsonOf(found);
};

describe('JSONPath', () => {
  it.each([
    ['$.owner.id', '9'],
    ['owner.id', '9'],
    ["$['owner']['first name']", '"Bo"'],
    ['$.pets[0].type', '"dog"'],
    ['$.pets[-1].type', '"fish"'],
    ['$.pets[0,2].id', '[1,3]'],
    ['$.pets[1:].id', '[2,3]'],
    ['$.pets[:2].id', '[1,2]'],
    ['$.pets[*].id', '[1,2,3]'],
    ['$.owner.*', '["Bo",9]'],
    ['$..id', '[1,2,3,9]'],
    ["$.pets[0]['id','type']", '[1,"dog"]'],
    ['$.pets[?(@.id == 2)].type', '["cat"]'],
    ["$.pets[?(@.price < 200 && @.type != 'fish')].id", '[2]'],
    ["$.pets[?(@.type == 'dog' || @.type == 'fish')].id", '[1,3]'],
    ['$.pets[?(@.tags)].id', '[1,3]'],
    ['$.pets[?(!@.tags)].id', '[2]'],
    ['$.pets[?(@.type =~ /.*i.*/i)].id', '[3]'],
    ["$.pets[?(@.type in ['cat', 'cow'])].id", '[2]'],
    ["$.pets[?(@.tags contains 'a')].id", '[1]'],
    ['$.pets[?(@.id < $.owner.id)].id', '[1,2,3]'],
    ['$.pets.length()', '3'],
    ['$.pets[*].price.max()', '249.99'],
    ['$.nothing', 'null'],
    ['$.nope', undefined],
    ['$.pets[9]', undefined],
    ['$.nope[*]', '[]'],
    ['$.owner.__proto__', undefined],
    ['$.owner.constructor', undefined],
  ])('%s', (path, expected) => expect(at(path)).toBe(expected));

  it.each(['$.pets[', '$.pets[?(@.x ==)]', '$..', '$.a b', '$.pets[?(process.exit())]', '$.pets[?(@.a =~ /(/)]'])(
    'rejects %s',
    (path) => expect(() => at(path)).toThrow(VelocityError),
  );

  it('any path gives a value or a VelocityError', () => {
    const pieces = [
      '$',
      '.',
      '..',
      'pets',
      '[',
      ']',
      '*',
      '0',
      '-1',
      ':',
      ',',
      '?(',
      ')',
      '@',
      "'id'",
      '==',
      '&&',
      '!',
      'length()',
      ' ',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 20 }), (parts) => {
        try {
          at(parts.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(VelocityError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('a filter that searches a list for each of many items is stopped', () => {
    const numbers = readJson(JSON.stringify({ all: Array.from({ length: 3_000 }, (_, index) => index) }));
    const search = () => evaluateJsonPath(parseJsonPath('$.all[?(@ nin $.all)]'), numbers, { left: 4_000_000 });
    expect(search).toThrow('too many steps');
  });
});
