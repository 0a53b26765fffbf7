/** Lambda's lists: `Marker` and `MaxItems`, at most 50 items per page by default. */
import { invalidParameter } from '../../state/functions/errors.ts';

export interface PageInput {
  readonly Marker?: string;
  readonly MaxItems?: number;
}

/**
 * Returns one page of `all`, and the marker of the next page if there is one. Throws InvalidParameterValueException.
 */
export function pageOf<T>(all: readonly T[], { Marker, MaxItems }: PageInput, most = 50): { page: T[]; next?: string } {
  const start = Marker ? Number(Buffer.from(Marker, 'base64url').toString('utf8')) : 0;
  if (!Number.isInteger(start) || start < 0) throw invalidParameter('Invalid Marker');
  const end = start + Math.min(MaxItems ?? most, most);
  const next = end < all.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { page: all.slice(start, end), ...(next !== undefined && { next }) };
}
