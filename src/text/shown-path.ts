/** Shows the path of a file to the user. Pure. */
import { relative } from 'node:path';
import { isAbove } from './above-path.ts';

/** The path relative to the user's folder, if the file is below it. Otherwise the full path. */
export function shownPath(cwd: string, file: string): string {
  const path = relative(cwd, file);
  return isAbove(path) ? file : path;
}
