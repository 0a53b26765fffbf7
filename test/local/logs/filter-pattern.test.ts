import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFilterPattern } from '../../../src/local/services/logs/filter-pattern.ts';

const matches = (pattern: string, message: string) => parseFilterPattern(pattern)(message);

describe('terms', () => {
  test.each([
    ['', 'anything', true],
    ['ERROR', '[ERROR] boom', true],
    ['error', '[ERROR] boom', false],
    ['ERROR boom', '[ERROR] boom', true],
    ['ERROR bang', '[ERROR] boom', false],
    ['"ERROR] boom"', '[ERROR] boom', true],
    ['"say \\"hi\\""', 'they say "hi"', true],
    ['?ERROR ?WARN', 'a WARN', true],
    ['?ERROR ?WARN', 'an INFO', false],
    ['ERROR -timeout', 'ERROR timeout', false],
    ['ERROR -timeout', 'ERROR other', true],
    ['-"health check"', 'GET /items', true],
    ['-"health check"', 'a health check', false],
    ['%5\\d\\d%', 'status 503', true],
    ['%5\\d\\d%', 'status 200', false],
  ])('%s on %s: %s', (pattern, message, expected) => expect(matches(pattern, message)).toBe(expected));

  test.each(['/items', 'a:b', '"open', '%(%'])('%s is invalid without quotes', (pattern) => {
    expect(() => parseFilterPattern(pattern)).toThrow('Invalid filter pattern');
  });

  test('space-delimited patterns are rejected by name', () => {
    expect(() => parseFilterPattern('[ip, user]')).toThrow('space-delimited');
  });
});

test.each([
  ['a*', 'ab', true],
  ['*b', 'ab', true],
  ['a*b', 'ab', true],
  ['ab*ba', 'aba', false],
  ['*', '', true],
  ['a*b*c', 'a\nbc', true],
  ['a*b*c', 'acb', false],
  ['a.c', 'abc', false],
])('the wildcard %s on %s: %s', (pattern, text, expected) => {
  expect(matches(`{ $.v = "${pattern}" }`, JSON.stringify({ v: text }))).toBe(expected);
});

test('a pattern with many wildcards takes no longer than a long message', () => {
  const pattern = `{ $.v = "${'*a'.repeat(400)}*b" }`;
  const message = JSON.stringify({ v: 'a'.repeat(200_000) });
  expect(matches(pattern, message)).toBe(false);
});

describe('JSON', () => {
  const line = JSON.stringify({
    level: 'error',
    ms: 250,
    ok: false,
    gone: null,
    user: { id: 'u-1', 'full name': 'A' },
    tags: ['a', 'b'],
    path: '/items/1',
  });
  test.each([
    ['{ $.level = "error" }', true],
    ['{ $.level = error }', true],
    ['{ $.level != "error" }', false],
    ['{ $.ms = 250 }', true],
    ['{ $.ms > 250 }', false],
    ['{ $.ms >= 250 && $.level = "error" }', true],
    ['{ $.ms < 100 || $.level = "error" }', true],
    ['{ ($.ms < 100 || $.ms > 200) && ($.ok IS FALSE) }', true],
    ['{ $.gone IS NULL }', true],
    ['{ $.none NOT EXISTS }', true],
    ['{ $.none != "x" }', false],
    ['{ $.path = "/items/*" }', true],
    ['{ $.path = %^/items/[0-9]+$% }', true],
    ['{ $.user.id = "u-1" }', true],
    ['{ $.user[\'full name\'] = "A" }', true],
    ['{ $.tags[1] = "b" }', true],
    ['{ $.tags[2] = "b" }', false],
  ])('%s: %s', (pattern, expected) => expect(matches(pattern, line)).toBe(expected));

  test('a message that is not JSON never matches, not even a negation', () => {
    expect(matches('{ $.a NOT EXISTS }', 'plain text')).toBe(false);
  });

  test.each(['{ }', '{ $.a }', '{ $.a = }', '{ ($.a = 1 }', '{ $.a ~ 1 }', '{ $.a = 1', '{ $.a > "x" }'])(
    '%s is invalid',
    (pattern) => expect(() => parseFilterPattern(pattern)).toThrow('Invalid filter pattern'),
  );
});

describe('laws', () => {
  const word = fc.stringMatching(/^[a-z0-9_]{1,8}$/);
  const message = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '));

  test('a quoted term matches exactly the messages that contain it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (part, text) => {
        const pattern = `"${part.replace(/[\\"]/g, '\\$&')}"`;
        expect(matches(pattern, text + part)).toBe(true);
        expect(matches(pattern, text)).toBe(text.includes(part));
      }),
    );
  });

  test('required is "and", optional is "or", excluded is "not"', () => {
    fc.assert(
      fc.property(word, word, message, (a, b, text) => {
        const [hasA, hasB] = [text.includes(a), text.includes(b)];
        expect(matches(`${a} ${b}`, text)).toBe(hasA && hasB);
        expect(matches(`?${a} ?${b}`, text)).toBe(hasA || hasB);
        expect(matches(`${a} -${b}`, text)).toBe(hasA && !hasB);
      }),
    );
  });

  test('= and != split the messages with the field, and numbers compare as numbers', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (value, limit) => {
        const text = JSON.stringify({ n: value });
        expect(matches(`{ $.n = ${limit} }`, text)).toBe(value === limit);
        expect(matches(`{ $.n != ${limit} }`, text)).toBe(value !== limit);
        expect(matches(`{ $.n < ${limit} }`, text)).toBe(value < limit);
        expect(matches(`{ $.n >= ${limit} }`, text)).toBe(value >= limit);
      }),
    );
  });

  test('every pattern becomes a predicate or an invalid pattern', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pattern, text) => {
        try {
          expect(typeof matches(pattern, text)).toBe('boolean');
        } catch (error) {
          expect((error as Error).message).toMatch(/Invalid filter pattern|space-delimited/);
        }
      }),
    );
  });
});
