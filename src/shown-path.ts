/** How a file is named to its user. Pure. */
import { isAbsolute, relative, sep } from 'node:path';

/** A file below the user's folder as a path from there; any other in full. */
export function shownPath(cwd: string, file: string): string {
  const path = relative(cwd, file);
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path) ? file : path;
}
