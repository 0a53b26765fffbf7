/** Symbolic links in a project that came from somewhere else: what apikit writes there, it writes there and nowhere else. */
import { lstatSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * Throws `ELOOP`, as opening without following does, when anything from `root` down to `path` is a link; `root` itself may be
 * one. What is not there yet is no link. `path` lies below `root`.
 */
export function refuseLinks(root: string, path: string): void {
  let at = root;
  for (const part of relative(root, path).split(sep)) {
    at = join(at, part);
    refuseLink(at);
  }
}

/** Throws `ELOOP` when `path` itself is a link. */
export function refuseLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) throw linkRefused(path);
}

export const linkRefused = (path: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`ELOOP: a symbolic link, open '${path}'`), { code: 'ELOOP', syscall: 'open', path });
