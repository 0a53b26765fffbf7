/** Pages of Lambda's lists: at most 50 items by default. */
import { type Page, pagesOf } from '../../cloud/page.ts';
import { invalidParameter } from '../../state/functions/errors.ts';

const pages = pagesOf(() => invalidParameter('Invalid Marker'));

interface Asked {
  readonly Marker?: string;
  readonly MaxItems?: number;
}

/** Throws InvalidParameterValueException. */
export const page = <T>(all: readonly T[], { Marker, MaxItems }: Asked, most = 50): Page<T> =>
  pages(all, Math.min(MaxItems ?? most, most), Marker || undefined);
