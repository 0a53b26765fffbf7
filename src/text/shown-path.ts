/** Shows the path of a file to the user. Pure. */
import { isAbsolute, relative, sep } from 'node:path';

/** The path relative to the user's folder, if the file is below it. Otherwise the full path. */
export function shownPath(cwd: string, file: string): string {
  const path = relative(cwd, file);
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path) ? file : path;
}
