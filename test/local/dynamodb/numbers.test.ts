import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addNumbers,
  compareNumbers,
  normalNumber,
  sortableNumber,
} from '../../../src/local/services/dynamodb/items/number.ts';

/** A number as an integer times a power of ten, which the laws are checked with. */
interface Exact {
  readonly digits: bigint;
  readonly exponent: number;
}

const DIGITS = 10n ** 38n - 1n;
const exact = fc.record({
  digits: fc.oneof(fc.bigInt({ min: -DIGITS, max: DIGITS }), fc.bigInt({ min: -99n, max: 99n })),
  exponent: fc.oneof(fc.integer({ min: -120, max: 80 }), fc.integer({ min: -3, max: 3 })),
});
const textOf = ({ digits, exponent }: Exact) => `${digits}E${exponent}`;
const scaled = ({ digits, exponent }: Exact) => digits * 10n ** BigInt(exponent + 200);
const sign = (value: bigint | number) => (value < 0 ? -1 : value > 0 ? 1 : 0);

test('a number of a million digits is refused at once', () => {
  for (const digits of [`1${'0'.repeat(1_000_000)}1`, '9'.repeat(1_000_000)]) {
    expect(() => normalNumber(digits)).toThrow('Number overflow');
    expect(() => normalNumber(`0.${digits}`)).toThrow('more than 38 significant digits');
  }
});

describe('law', () => {
  test('numbers sort by their keys as by their values', () => {
    fc.assert(
      fc.property(exact, exact, (one, other) => {
        const [a, b] = [one, other].map((number) => normalNumber(textOf(number))) as [string, string];
        const order = sign(scaled(one) - scaled(other));
        expect(sign(compareNumbers(a, b))).toBe(order);
        const [first, second] = [a, b].map((text) => `${sortableNumber(text)}/`) as [string, string];
        expect(first < second ? -1 : first > second ? 1 : 0).toBe(order);
      }),
    );
  });

  test('the normal form of a number has its value and is the normal form of itself', () => {
    fc.assert(
      fc.property(exact, (number) => {
        const text = normalNumber(textOf(number));
        expect(text).toMatch(/^(?:0|-?(?:[1-9]\d*|0)(?:\.\d*[1-9])?)$/);
        expect(normalNumber(text)).toBe(text);
        const [whole, fraction = ''] = text.split('.');
        expect(BigInt(whole + fraction) * 10n ** BigInt(200 - fraction.length)).toBe(scaled(number));
      }),
    );
  });

  test('sums are exact, or are refused', () => {
    fc.assert(
      fc.property(exact, exact, (one, other) => {
        const [a, b] = [one, other].map((number) => normalNumber(textOf(number))) as [string, string];
        const sum = scaled(one) + scaled(other);
        const expected = attempt(() => normalNumber(`${sum}E-200`));
        expect(attempt(() => addNumbers(a, b))).toBe(expected);
        expect(attempt(() => addNumbers(a, normalNumber(`${-other.digits}E${other.exponent}`), -1))).toBe(expected);
      }),
    );
  });

  test('any other text is refused with a message', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const found = attempt(() => normalNumber(text));
        if (/^\s*$|[^\d.eE+-]/.test(text))
          expect(found).toMatch(/^ValidationException: The parameter cannot be converted/);
      }),
    );
  });
});

function attempt(work: () => string): string {
  try {
    return work();
  } catch (error) {
    return `${(error as { code?: string }).code}: ${(error as Error).message}`;
  }
}

test('numbers at their limits are stored, and those beyond are refused', () => {
  const nines = '9'.repeat(38);
  expect(normalNumber(`${nines}E88`)).toBe(`${nines}${'0'.repeat(88)}`);
  expect(normalNumber('1E-130')).toBe(`0.${'0'.repeat(129)}1`);
  expect(attempt(() => normalNumber('1E126'))).toContain('Number overflow');
  expect(attempt(() => normalNumber('1E-131'))).toContain('Number underflow');
  expect(attempt(() => normalNumber(`1${nines}`))).toContain('more than 38 significant digits');
  expect(attempt(() => addNumbers(nines, '0.1'))).toContain('more than 38 significant digits');
  expect(addNumbers('0.1', '0.2')).toBe('0.3');
  expect(addNumbers('9007199254740991', '1')).toBe('9007199254740992');
  expect(['-0', '0E5', '.0', '+5.', '007'].map(normalNumber)).toEqual(['0', '0', '0', '5', '7']);
});
