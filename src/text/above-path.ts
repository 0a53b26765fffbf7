/** Relative paths that lead out of their folder. Pure. */
import { isAbsolute, sep } from 'node:path';

/** Expects what `relative` of `node:path` returns, or a path with forward slashes. */
export const isAbove = (path: string): boolean =>
  path === '..' || path.startsWith(`..${sep}`) || path.startsWith('../') || isAbsolute(path);
