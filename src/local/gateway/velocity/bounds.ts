/** How much a template may cost, so that one of them cannot stop the cloud. */
import { VelocityError } from '../../../velocity/syntax.ts';

/** Characters that a template may write, and that any one text in it may have: the gateway's payload limit. */
export const MAX_TEXT = 10_485_760;

/** Entries a list or map may grow to. */
export const MAX_SIZE = 100_000;

/** Digits of a number that is read: to make a number of a million takes half a second, to print it as long again. */
export const MAX_DIGITS = 1_000;

/** Nesting of what is printed or searched; a list may contain itself. */
export const MAX_DEPTH = 400;

/** Something that is used up. */
export interface Budget {
  left: number;
}

export function spend(budget: Budget, amount: number): void {
  budget.left -= amount;
  if (budget.left < 0) throw new VelocityError('the template does too much work');
}

export function checkText(length: number): void {
  if (length > MAX_TEXT) throw new VelocityError(`a text grows beyond ${MAX_TEXT} characters`);
}

export function checkSize(size: number): void {
  if (size > MAX_SIZE) throw new VelocityError(`a list or map grows beyond ${MAX_SIZE} entries`);
}

export function checkDepth(depth: number): void {
  if (depth > MAX_DEPTH) throw new VelocityError(`a value is nested more than ${MAX_DEPTH} levels deep`);
}
