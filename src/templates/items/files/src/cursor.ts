/**
 * The opaque place between two pages. The checksum catches cursors that were cut or edited. It is no secret: whoever
 * forges a cursor only starts elsewhere in a list that the same caller may read from the beginning.
 */
import { createHash } from 'node:crypto';
import { invalidParameter } from './errors.ts';
import { isUuid } from './ids.ts';

export function encodeCursor(lastId: string): string {
  const checksum = createHash('sha256').update(lastId).digest('hex').slice(0, 12);
  return Buffer.from(lastId + checksum).toString('base64url');
}

/** The id that the page before ended with; 400 for anything that `encodeCursor` did not return. */
export function decodeCursor(cursor: string): string {
  const lastId = Buffer.from(cursor, 'base64url').toString().slice(0, 36);
  if (!isUuid(lastId) || encodeCursor(lastId) !== cursor) {
    throw invalidParameter('cursor', 'must be the cursor of an earlier page, unchanged');
  }
  return lastId;
}
