/** The equality of values in templates. Pure. */
import { textOf } from './print.ts';
import { isNumber, type Value } from './values.ts';

/**
 * `==`. Numbers are compared by value, and values of different kinds by their text, so that a missing value equals an
 * empty text (recorded: test_input_path_template_formatting).
 */
export function equal(left: Value, right: Value): boolean {
  if (isNumber(left) && isNumber(right)) return Number(left) === Number(right);
  return left === right || textOf(left) === textOf(right);
}
