/** Pages of API Gateway v2's lists. Its model has the size of a page as text. */
import { type Page, pagesOf } from '../../cloud/page.ts';
import { badRequest } from './errors.ts';

const pages = pagesOf(() => badRequest('Invalid nextToken specified'));

/** The size of a page without MaxResults, and its limit. */
const MOST = 500;

interface Asked {
  readonly MaxResults?: string;
  readonly NextToken?: string;
}

/** Throws BadRequestException. */
export function page<T>(all: readonly T[], { MaxResults = String(MOST), NextToken }: Asked): Page<T> {
  if (!/^[1-9]\d*$/.test(MaxResults)) throw badRequest('Invalid maxResults specified');
  return pages(all, Math.min(Number(MaxResults), MOST), NextToken || undefined);
}
