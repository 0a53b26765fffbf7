/** Pages of Cognito's lists. */
import { type Page, pagesOf } from '../../cloud/page.ts';
import { invalidParameter } from './errors.ts';

/** Cognito's largest page. */
const MOST = 60;

const pages = pagesOf(() => invalidParameter('Invalid pagination token.'));

/** A limit of 0 is no limit. */
export const page = <T>(items: readonly T[], limit: number | undefined, token: string | undefined): Page<T> =>
  pages(items, limit || MOST, token);
