/** Numbers in documents, which YAML and templates write in several ways. */
import { badRequest } from '../errors.ts';

/** Reads a whole number, also as text. Throws BadRequestException. */
export function wholeNumber(value: unknown, what: string): number | undefined {
  if (value === undefined) return undefined;
  const number = typeof value === 'string' ? Number(value) : value;
  if (!Number.isInteger(number)) throw badRequest(`${what} must be a whole number`);
  return number as number;
}

/** A payload format version of `1.0` without quotation marks is the number 1. */
export const VERSIONS: Readonly<Record<string, string>> = { '1': '1.0', '2': '2.0' };
