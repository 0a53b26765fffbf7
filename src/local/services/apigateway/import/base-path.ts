/** What the `basepath` parameter makes of a document's base path. */
import { badRequest } from '../errors.ts';

/** The prefix for every path: none, the whole base path, or all of it but its first segment. */
export function basePathPrefix(mode: string, basePath: string): string {
  const segments = basePath.split('/').filter((segment) => segment !== '');
  const joined = (parts: string[]) => parts.map((part) => `/${part}`).join('');
  if (mode === 'ignore') return '';
  if (mode === 'prepend') return joined(segments);
  if (mode === 'split') return joined(segments.slice(1));
  throw badRequest('Invalid basepath mode specified. Valid options are ignore,prepend,split');
}
