/**
 * The opaque place between two pages of one list. The checksum catches cursors that were cut, edited, or taken from
 * another list. It is no secret: whoever forges a cursor only starts elsewhere in a list that the same caller may read
 * from the beginning.
 */
import { createHash } from 'node:crypto';
import { invalidParameter } from '../api/errors.ts';
import type { Key } from './table.ts';

/** `list` tells one list from another: the filters, and what is in the path. */
export function encodeCursor(last: Key, list: string): string {
  const key = JSON.stringify(last);
  const checksum = createHash('sha256').update(`${list}\n${key}`).digest('hex').slice(0, 12);
  return Buffer.from(checksum + key).toString('base64url');
}

/** The key that the page before ended with; 400 for anything that `encodeCursor` did not return for this list. */
export function decodeCursor(cursor: string, list: string): Key {
  try {
    const last: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString().slice(12));
    if (isKey(last) && encodeCursor(last, list) === cursor) return last;
  } catch {
    // No JSON: as below.
  }
  throw invalidCursor();
}

/** 400: a cursor that no page of this list ended with. */
export const invalidCursor = () => invalidParameter('cursor', 'must be the cursor of an earlier page, unchanged');

const isKey = (value: unknown): value is Key =>
  isObject(value) &&
  Object.values(value).every((each) => {
    if (!isObject(each)) return false;
    const [[type, text] = [], ...others] = Object.entries(each);
    return (type === 'S' || type === 'N') && typeof text === 'string' && others.length === 0;
  });

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
