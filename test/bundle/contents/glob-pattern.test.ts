/** Patterns of files that a function is packed with. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { globPattern } from '../../../src/bundle/contents/glob-pattern.ts';

test.each([
  ['data/*.json', ['data/a.json'], ['data/x/a.json', 'data/.json', 'data/.json.json', 'data/ajson']],
  ['**/*.html', ['a.html', 'x/y/a.html'], ['.git/a.html', 'x/.a.html', 'a.htm']],
  ['data/**', ['data/a', 'data/x/y/a'], ['data/.a', 'data/.x/a', 'data']],
  ['a?c', ['abc'], ['a/c', 'ac']],
  ['?b', ['ab'], ['.b']],
  ['.*', ['.env', '.'], ['env']],
  ['*.{sql,graphql}', ['a.sql', 'a.graphql'], ['a.sq', 'a.{sql,graphql}']],
  ['a+(b).[c]', ['a+(b).[c]'], ['aab.c']],
  ['a{b', ['a{b'], ['ab']],
])('%s', (pattern, matching, others) => {
  const matches = globPattern(pattern);
  expect(matching.filter((path) => !matches(path))).toEqual([]);
  expect(others.filter(matches)).toEqual([]);
});

/** The same patterns as a regular expression, which is short but may go back for very long. */
function asRegExp(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*\*|\*|\?|\./g, (found, at: number) => {
    const visible = at === 0 || pattern[at - 1] === '/' ? '(?!\\.)' : '';
    if (found === '**/') return '(?:(?!\\.)[^/]+/)*';
    if (found === '**') return '(?:(?!\\.)[^/]+/)*(?!\\.)[^/]+';
    if (found === '*') return `${visible}[^/]*`;
    return found === '?' ? `${visible}[^/]` : '\\.';
  });
  return new RegExp(`^${source}$`);
}

test('a pattern means what its regular expression means', () => {
  const text = (...units: string[]) => fc.string({ unit: fc.constantFrom(...units), maxLength: 8 });
  fc.assert(
    fc.property(text('*', '?', '/', '.', 'a', 'b'), text('/', '.', 'a', 'b'), (pattern, path) => {
      expect(globPattern(pattern)(path)).toBe(asRegExp(pattern).test(path));
    }),
    { numRuns: 3_000 },
  );
});

test('no pattern needs more than the product of both lengths', () => {
  expect(globPattern(`${'*'.repeat(40)}x`)('a'.repeat(2_000))).toBe(false);
  expect(globPattern(`${'*a'.repeat(20)}*x`)('a'.repeat(2_000))).toBe(false);
  expect(globPattern(`${'**/'.repeat(40)}x`)('a/'.repeat(1_000))).toBe(false);
});
