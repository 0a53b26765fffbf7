/** The effect of the `basepath` parameter on a document's base path. */
import { badRequest } from '../errors.ts';

/** Returns the prefix for every path: none, the whole base path, or the base path without its first segment. */
export function basePathPrefix(mode: string, basePath: string): string {
  const segments = basePath.split('/').filter((segment) => segment !== '');
  const joined = (parts: string[]) => parts.map((part) => `/${part}`).join('');
  if (mode === 'ignore') return '';
  if (mode === 'prepend') return joined(segments);
  if (mode === 'split') return joined(segments.slice(1));
  throw badRequest('Invalid basepath mode specified. Valid options are ignore,prepend,split');
}
