/** The limits of a template, so that no template can block the cloud. */
import { VelocityError } from '../../../velocity/syntax.ts';

/** The maximum length of a template's output and of any text in it: the gateway's payload limit. */
export const MAX_TEXT = 10_485_760;

/** The maximum number of entries in a list or map. */
export const MAX_SIZE = 100_000;

/**
 * The maximum number of digits of a number. Converting a text of a million digits takes half a second, and printing the
 * number takes as long again.
 */
export const MAX_DIGITS = 1_000;

/** The maximum nesting when values are printed or searched; a list can contain itself. */
export const MAX_DEPTH = 400;

/** An amount that is used up step by step. */
export interface Budget {
  left: number;
}

export function spend(budget: Budget, amount: number): void {
  budget.left -= amount;
  if (budget.left < 0) throw new VelocityError('the template takes too many steps');
}

export function checkText(length: number): void {
  if (length > MAX_TEXT) throw new VelocityError(`a text is longer than ${MAX_TEXT} characters`);
}

export function checkSize(size: number): void {
  if (size > MAX_SIZE) throw new VelocityError(`a list or map has more than ${MAX_SIZE} entries`);
}

export function checkDepth(depth: number): void {
  if (depth > MAX_DEPTH) throw new VelocityError(`a value is nested more than ${MAX_DEPTH} levels deep`);
}
