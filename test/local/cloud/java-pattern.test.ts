import { expect, test } from 'vitest';
import { matchesJavaPattern } from '../../../src/local/cloud/java-pattern.ts';
import { loadRe2 } from '../../../src/regexp/bounded-regexp.ts';

test.each([
  ['the whole text has to match', '[a-z]+', 'abc', 'abc1'],
  ['a hyphen after a class is a hyphen', String.raw`[\w-.]+`, 'a-b.c', 'a b'],
  ['a needless escape is the character itself', String.raw`[\.\-\_\/\#A-Z]+`, 'A-/_#', 'a'],
  ['Unicode properties', String.raw`[\p{L}\p{Z}]+`, 'Zoë Ñ', 'a1'],
  ["Java's printable characters", String.raw`\p{Print}+`, 'a ~', 'ä'],
  ["Java's printable characters in a class", String.raw`[\p{Print}\n]+`, 'a\n', 'ä'],
  ['the dotall flag', '(?s).*', 'a\nb', undefined],
  ['no dotall flag', '.*', 'ab', 'a\nb'],
  ['lookahead', '(?!^[0-9]+$)([a-zA-Z0-9-_]+)', 'a1', '12'],
])('%s', (_what, pattern, good, bad) => {
  expect(matchesJavaPattern(good, pattern)).toBe(true);
  if (bad !== undefined) expect(matchesJavaPattern(bad, pattern)).toBe(false);
});

test('a pattern of AWS that would explode is judged at once', async () => {
  await loadRe2();
  // The pattern of the addresses of subscribers in AWS Budgets. A backtracking engine needs 2^100 steps for this text.
  const pattern = String.raw`(.*[\n\r\t\f\ ]?)*`;
  expect(matchesJavaPattern(`${'a'.repeat(100)}\u2028`, pattern)).toBe(false);
});
