/** Refuses symbolic links in a project that came from somewhere else, so that apikit writes only into the project. */
import { lstatSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * Throws `ELOOP`, the error of opening a file without following links, if a part of the path from `root` down to `path`
 * is a link. `root` itself may be a link. A part that does not exist is no link. `path` is below `root`.
 */
export function refuseLinks(root: string, path: string): void {
  let at = root;
  for (const part of relative(root, path).split(sep)) {
    at = join(at, part);
    refuseLink(at);
  }
}

/** Throws `ELOOP` if `path` itself is a link. */
export function refuseLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) throw linkRefused(path);
}

export const linkRefused = (path: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`ELOOP: a symbolic link, open '${path}'`), { code: 'ELOOP', syscall: 'open', path });
