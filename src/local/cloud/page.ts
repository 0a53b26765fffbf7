/** Pages of a list, as every service of the embedded cloud has them: a token is the position of the next item. */
import type { AwsError } from './aws-error.ts';

export interface Page<T> {
  readonly items: T[];
  /** The token of the next page; absent on the last one. */
  readonly next: string | undefined;
}

/** Returns the function that makes the pages of a service. `invalid` makes the service's error for a wrong token. */
export const pagesOf =
  (invalid: (token: string) => AwsError) =>
  <T>(all: readonly T[], most: number, token = '0'): Page<T> => {
    const start = Number(token);
    if (!Number.isInteger(start) || start < 0) throw invalid(token);
    const end = start + most;
    return { items: all.slice(start, end), next: end < all.length ? String(end) : undefined };
  };
