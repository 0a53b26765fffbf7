/** Parses a share of the requests. Pure. */
import { usageError } from '../../errors.ts';

/** `10` or `0.5` → the number. Throws a usage error for a text that is not a number between 0 and 100. */
export function parsePercent(flag: string, text: string): number {
  const value = /^\d{1,3}(\.\d{1,2})?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value <= 100) return value;
  throw usageError(`${flag} takes a number from 0 to 100, not "${text}".`);
}
