/**
 * DynamoDB's numbers: exact decimals with up to 38 significant digits, from 1E-130 to 9.99…E+125 (Developer Guide,
 * "Data types"). The texts of the errors are those that dynalite's tests recorded.
 */
import { AwsError } from '../../../cloud/aws-error.ts';

/** `digits` × 10^`exponent`; without zeros at the end of `digits`, and `0n` × 10^0 for zero. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

const MAX_DIGITS = 38;
/** Powers of ten of the first digit. */
const HIGHEST = 125;
const LOWEST = -130;

const FORM = /^([+-]?)(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d{1,6}))?$/;
/** Numbers that are in the form in which DynamoDB returns them, and have few digits: most numbers. */
const PLAIN = /^(?:0|-?[1-9]\d{0,14})$/;

/** Returns the number as DynamoDB returns it, without exponent and needless zeros. Throws ValidationException. */
export function normalNumber(text: string): string {
  if (PLAIN.test(text)) return text;
  return textOf(parsed(text));
}

function parsed(text: string): Decimal {
  const [, sign, mantissa, exponent = '0'] = FORM.exec(text) ?? [];
  if (mantissa === undefined) {
    const shown = text === '' ? '' : `: ${text}`;
    throw invalid(`The parameter cannot be converted to a numeric value${shown}`);
  }
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = withoutZerosAtEnd(digits);
  if (significant === '') return { digits: 0n, exponent: 0 };
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  // This is before the conversion, which takes seconds for millions of digits.
  refuseOutOfRange(significant.length, power);
  const value = BigInt(significant);
  return { digits: sign === '-' ? -value : value, exponent: power };
}

/** A regular expression would look at each zero of a long text many times. */
function withoutZerosAtEnd(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}

/** Throws ValidationException for a number with too many digits, or with a first digit that is too high or too low. */
function refuseOutOfRange(length: number, exponent: number): void {
  const first = exponent + length - 1;
  if (first > HIGHEST) {
    throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  }
  if (first < LOWEST) {
    throw invalid('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  }
  if (length > MAX_DIGITS) throw invalid('Attempting to store more than 38 significant digits in a Number');
}

const digitsOf = ({ digits }: Decimal): string => String(digits < 0n ? -digits : digits);

function textOf(number: Decimal): string {
  const sign = number.digits < 0n ? '-' : '';
  const digits = digitsOf(number);
  const { exponent } = number;
  if (exponent >= 0) return sign + digits + '0'.repeat(exponent);
  const point = digits.length + exponent;
  return point > 0
    ? `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
    : `${sign}0.${'0'.repeat(-point)}${digits}`;
}

/** Returns a negative number, 0 or a positive number, as `sort` expects it. */
export function compareNumbers(one: string, other: string): number {
  if (PLAIN.test(one) && PLAIN.test(other)) return Number(one) - Number(other);
  const [a, b] = aligned(parsed(one), parsed(other));
  return a < b ? -1 : a > b ? 1 : 0;
}

export function addNumbers(one: string, other: string, sign: 1 | -1 = 1): string {
  if (PLAIN.test(one) && PLAIN.test(other)) {
    const sum = Number(one) + sign * Number(other);
    if (Number.isSafeInteger(sum)) return String(sum);
  }
  const [a, b, exponent] = aligned(parsed(one), parsed(other));
  const sum = withoutZeros(sign === 1 ? a + b : a - b, exponent);
  if (sum.digits !== 0n) refuseOutOfRange(digitsOf(sum).length, sum.exponent);
  return textOf(sum);
}

/** Two numbers with the same exponent. It differs by at most 255, so the digits stay few. */
function aligned(one: Decimal, other: Decimal): [bigint, bigint, number] {
  const exponent = Math.min(one.exponent, other.exponent);
  const scaled = (number: Decimal) => number.digits * 10n ** BigInt(number.exponent - exponent);
  return [scaled(one), scaled(other), exponent];
}

function withoutZeros(digits: bigint, exponent: number): Decimal {
  if (digits === 0n) return { digits, exponent: 0 };
  const zeros = /0*$/.exec(String(digits))![0].length;
  return { digits: digits / 10n ** BigInt(zeros), exponent: exponent + zeros };
}

/**
 * Returns a text that sorts as the number does: the sign, the power of ten of the first digit in hexadecimal, and the
 * digits. For negative numbers, power and digits count backwards. The form is that of dynalite (`store/item-place.ts`).
 */
export function sortableNumber(text: string): string {
  const number = parsed(text);
  if (number.digits === 0n) return '1000';
  const digits = digitsOf(number);
  const first = number.exponent + digits.length - 1;
  const power = number.digits < 0n ? HIGHEST - first : first - LOWEST;
  const hex = power.toString(16).padStart(2, '0');
  if (number.digits > 0n) return `1${hex}${digits}`;
  // 10 minus the number with its point after the first digit.
  const backwards = String(10n ** BigInt(digits.length) - BigInt(digits)).padStart(digits.length, '0');
  return `0${hex}${backwards}`;
}

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
