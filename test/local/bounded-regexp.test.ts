import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boundedRegExp } from '../../src/local/bounded-regexp.ts';
import { createModelValidators } from '../../src/local/gateway/deployment/model-validators.ts';
import type { Model } from '../../src/local/services/apigateway/model.ts';
import { parseFilterPattern } from '../../src/local/services/logs/filter-pattern.ts';

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

it('agrees with RegExp, and reports what is no expression', () => {
  fc.assert(
    fc.property(fc.constantFrom('^[a-z]+$', 'a.*b', '^(ab)+$', '^\\d{2,}-\\d+$', ''), fc.string(), (source, text) => {
      expect(boundedRegExp(source).test(text)).toBe(new RegExp(source).test(text));
    }),
  );
  expect(boundedRegExp('^(ab)+$').test('abab')).toBe(true);
  expect(() => boundedRegExp('(')).toThrow(SyntaxError);
});

it('a body that makes a model’s pattern explode is an invalid body', async () => {
  const schema = JSON.stringify({ type: 'object', properties: { name: { type: 'string', pattern: '^(a+)+$' } } });
  const validate = createModelValidators('api', {
    M: { id: 'm', name: 'M', contentType: 'application/json', schema } as Model,
  });
  expect(await validate('M', Buffer.from(JSON.stringify({ name: 'aaa' })))).toBeUndefined();
  expect(await validate('M', Buffer.from(JSON.stringify({ name: TEXT })))).toContain('does not match');
});

it('a filter pattern that explodes matches nothing', () => {
  expect(parseFilterPattern('%^(a+)+$%')(TEXT)).toBe(false);
});
