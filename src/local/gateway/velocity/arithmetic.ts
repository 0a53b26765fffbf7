/**
 * Operators on two values. Integers stay integers, as in Java; an operation without a meaning gives null or false, as
 * in Velocity.
 */
import { type Operator, VelocityError } from '../../../velocity/syntax.ts';
import { checkText } from './bounds.ts';
import { equal } from './equal.ts';
import { textOf } from './print.ts';
import { isNumber, type Value } from './values.ts';

/** Java's own integers are far smaller. */
const LARGEST = 1n << 4_096n;

export function calculate(operator: Exclude<Operator, '&&' | '||'>, left: Value, right: Value): Value {
  switch (operator) {
    case '==':
      return equal(left, right);
    case '!=':
      return !equal(left, right);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return isNumber(left) && isNumber(right) && compares(operator, left, right);
    default:
      break;
  }
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string')) return joined(left, right);
  if (!isNumber(left) || !isNumber(right)) return null;
  if (typeof left === 'bigint' && typeof right === 'bigint') return ofIntegers(operator, left, right);
  return ofDoubles(operator, Number(left), Number(right));
}

function joined(left: Value, right: Value): string {
  const text = textOf(left) + textOf(right);
  checkText(text.length);
  return text;
}

function compares(operator: Operator, left: bigint | number, right: bigint | number): boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    default:
      return left >= right;
  }
}

function ofIntegers(operator: Operator, left: bigint, right: bigint): Value {
  const result = integerResult(operator, left, right);
  if (result !== null && (result > LARGEST || result < -LARGEST)) throw new VelocityError('a number is too long');
  return result;
}

function integerResult(operator: Operator, left: bigint, right: bigint): bigint | null {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0n ? null : left / right;
    default:
      return right === 0n ? null : left % right;
  }
}

function ofDoubles(operator: Operator, left: number, right: number): Value {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? null : left / right;
    default:
      return right === 0 ? null : left % right;
  }
}
