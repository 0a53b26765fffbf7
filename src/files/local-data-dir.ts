/** The folder in which the local cloud of a project keeps its state. */
import { join } from 'node:path';
import { refuseLinks } from './refuse-links.ts';

/** `root` is the folder of the project. Throws `ELOOP` if a link leads elsewhere. */
export function localDataDirOf(root: string): string {
  const folder = join(root, '.apikit', 'local');
  refuseLinks(root, folder);
  return folder;
}
