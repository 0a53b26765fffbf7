/**
 * The opaque position between two pages of a list. The checksum detects cursors that were cut, edited, or taken from
 * another list. It needs no secret: a forged cursor only starts at another position of a list that the caller may read
 * anyway.
 */
import { createHash } from 'node:crypto';
import { invalidParameter } from '../api/errors.ts';
import type { Key } from './table.ts';

/** `list` identifies the list: its filters, and the values in the path. */
export function encodeCursor(last: Key, list: string): string {
  const key = JSON.stringify(last);
  const checksum = createHash('sha256').update(`${list}\n${key}`).digest('hex').slice(0, 12);
  return Buffer.from(checksum + key).toString('base64url');
}

/** Returns the last key of the previous page. Anything that `encodeCursor` did not return for this list is a 400. */
export function decodeCursor(cursor: string, list: string): Key {
  try {
    const last: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString().slice(12));
    if (isKey(last) && encodeCursor(last, list) === cursor) return last;
  } catch {
    // It is not JSON; the error below says so.
  }
  throw invalidCursor();
}

/** The error (400) for a cursor that does not belong to this list. */
export const invalidCursor = () => invalidParameter('cursor', 'must be the cursor of an earlier page, unchanged');

const isKey = (value: unknown): value is Key =>
  isObject(value) &&
  Object.values(value).every((each) => {
    if (!isObject(each)) return false;
    const [[type, text] = [], ...others] = Object.entries(each);
    return (type === 'S' || type === 'N') && typeof text === 'string' && others.length === 0;
  });

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
