import { expect, test } from 'vitest';
import { toPythonPattern, UntranslatablePattern } from '../../../src/codegen/python/python-pattern.ts';

test.each([
  ['^[a-z]+$', String.raw`^[a-z]+\Z`],
  ['a.b', String.raw`a[^\n\r\u2028\u2029]b`],
  ['[.$]', '[.$]'],
  [String.raw`\/`, String.raw`\/`],
  [String.raw`\u{1F600}`, String.raw`\U0001f600`],
  [String.raw`\ud83d\ude00`, String.raw`\U0001f600`],
  [String.raw`[\b]`, String.raw`[\x08]`],
  [String.raw`\cJ\0`, String.raw`\x0a\x00`],
  ['(?<year>[0-9]{4})', '([0-9]{4})'],
  ['[]|[^]', String.raw`(?!)|[\s\S]`],
  ['[&~|]', String.raw`[\&\~\|]`],
])('%s becomes %s', (pattern, python) => {
  expect(toPythonPattern(new RegExp(pattern, 'u'))).toBe(python);
});

test.each([String.raw`\p{L}`, '(?<=a)b', '(?<!a)b', String.raw`(a)\1`, String.raw`(?<x>a)\k<x>`])(
  '%s is rejected, because Python does not support it or gives it another meaning',
  (pattern) => {
    expect(() => toPythonPattern(new RegExp(pattern, 'u'))).toThrow(UntranslatablePattern);
  },
);
