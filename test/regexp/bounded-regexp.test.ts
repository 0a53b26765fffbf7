import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { createModelValidators } from '../../src/local/gateway/deployment/model-validators.ts';
import { parseFilterPattern } from '../../src/local/services/logs/filter-pattern.ts';
import type { Model } from '../../src/local/state/apis/model.ts';
import { boundedRegExp, loadRe2 } from '../../src/regexp/bounded-regexp.ts';
import { cpuTime } from '../helpers/cpu-time.ts';

beforeAll(loadRe2);

/** Without a limit these take longer than the age of the universe. */
const EXPLOSIVE = ['^(a+)+$', '^(a|a)*$', '^a*a*a*a*a*a*a*a*a*a*$', '(a{1,40}){1,40}b'];
const TEXT = `${'a'.repeat(2_000)}!`;

it.each(EXPLOSIVE)('%s ends', (source) => {
  expect(boundedRegExp(source).test(TEXT)).toBe(false);
  expect(boundedRegExp(source, 'u').test(TEXT)).toBe(false);
});

it('one quantifier ends too, on a long text', () => {
  expect(boundedRegExp('\\s+$').test(`${' '.repeat(1_000_000)}x`)).toBe(false);
});

it('agrees with RegExp, and reports an invalid expression', () => {
  fc.assert(
    fc.property(fc.constantFrom('^[a-z]+$', 'a.*b', '^(ab)+$', '^\\d{2,}-\\d+$', ''), fc.string(), (source, text) => {
      expect(boundedRegExp(source).test(text)).toBe(new RegExp(source).test(text));
    }),
  );
  expect(boundedRegExp('^(ab)+$').test('abab')).toBe(true);
  expect(() => boundedRegExp('(')).toThrow(SyntaxError);
});

it('a body for which a model’s pattern backtracks exponentially is an invalid body', async () => {
  const schema = JSON.stringify({ type: 'object', properties: { name: { type: 'string', pattern: '^(a+)+$' } } });
  const validate = createModelValidators('api', {
    M: { id: 'm', name: 'M', contentType: 'application/json', schema } as Model,
  });
  expect(await validate('M', Buffer.from(JSON.stringify({ name: 'aaa' })))).toBeUndefined();
  expect(await validate('M', Buffer.from(JSON.stringify({ name: TEXT })))).toContain('does not match');
});

it('a filter pattern that backtracks exponentially matches nothing', () => {
  expect(parseFilterPattern('%^(a+)+$%')(TEXT)).toBe(false);
});

/** None has a quantifier that the limit of an earlier version counted, and each blocked the whole cloud for seconds. */
it.each([
  [`^${'[a-z]?'.repeat(40)}\\d$`, 'a'.repeat(41)],
  [`${'(?:a|a)'.repeat(45)}b`, 'a'.repeat(60)],
  [`${'(?:a{0}|a)'.repeat(2)}${'a{0,1}'.repeat(40)}b`, 'a'.repeat(40)],
  [`(?=a)${'(?:a|a)'.repeat(45)}b`, 'a'.repeat(60)],
])('%s ends quickly with any repetition', (source, text) => {
  expect(cpuTime(() => expect(boundedRegExp(source).test(text)).toBe(false))).toBeLessThan(3_000);
});

it('an expression that used up its time gets no more for other texts', () => {
  const regexp = boundedRegExp('(?=a)(a+)+$');
  const testOften = () => {
    for (let index = 0; index < 50; index += 1) expect(regexp.test(`${'a'.repeat(40)}!`)).toBe(false);
  };
  expect(cpuTime(testOften)).toBeLessThan(3_000);
});

/** Pieces that RE2 and JavaScript read in different ways, combined at random. */
const piece = fc.constantFrom(
  ...[
    '.',
    '\\s',
    '\\S',
    '\\d',
    '\\w',
    '\\W',
    '\\b',
    '[\\s]',
    '[^\\s]',
    '[\\b]',
    '[^]',
    '[]',
    '[\\w.-]',
    '[^\\D]',
    '[a-c]',
  ],
  ...[
    '\\t',
    '\\v',
    '\\0',
    '\\x41',
    '\\u0042',
    '\\cJ',
    '\\-',
    '\\/',
    '\\.',
    '\\$',
    'a',
    'B',
    ' ',
    '-',
    '\n',
    'é',
    '^',
    '$',
  ],
  ...[
    '\\z',
    '\\A',
    '\\Q',
    '\\h',
    '\\_',
    '\\pL',
    '[[:alpha:]]',
    '{',
    '}',
    ']',
    'a{,2}',
    '(?<n>a)',
    '(?=a)',
    '(?!a)',
    '(a)\\1',
  ],
);
const quantified = fc
  .tuple(piece, fc.constantFrom('', '', '', '*', '+', '?', '*?', '{2}', '{1,3}', '{0,}'))
  .map(([text, times]) => (/^[$^{]$|^\\b$|^\(\?[=!]/.test(text) ? text : text + times));
const expression = fc
  .array(
    fc.oneof(
      quantified,
      fc.tuple(quantified, quantified).map(([a, b]) => `(?:${a}|${b})`),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));
const subject = fc.string({
  unit: fc.constantFrom(...'aABb1_ -.$\n\r\t\v\0\u00a0\u2028\ufeffé{},:zQhpL/'),
  maxLength: 12,
});

it('every JavaScript expression has the same matches as in JavaScript', () => {
  fc.assert(
    fc.property(
      expression,
      fc.constantFrom('', 'i', 's', 'u', 'm'),
      fc.array(subject, { maxLength: 4 }),
      (source, flags, texts) => {
        let own: RegExp;
        try {
          own = new RegExp(source, flags);
        } catch {
          expect(() => boundedRegExp(source, flags)).toThrow(SyntaxError);
          return;
        }
        for (const text of texts) expect(boundedRegExp(source, flags).test(text)).toBe(own.test(text));
      },
    ),
    { numRuns: 500 },
  );
});
