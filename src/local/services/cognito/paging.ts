/** Pages of a list: the token is the start of the next page. */
import { invalidParameter } from './errors.ts';

/** Cognito's largest page. */
const MOST = 60;

/** A limit of 0 is no limit. */
export function page<T>(items: readonly T[], limit: number | undefined, token: string | undefined) {
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(start) || start < 0) throw invalidParameter('Invalid pagination token.');
  const end = start + (limit || MOST);
  return { items: items.slice(start, end), next: end < items.length ? String(end) : undefined };
}
