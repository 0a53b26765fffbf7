/** The folder that a new project goes to: what is in it already, and how the project gets there. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ApikitError, EXIT } from '../errors.ts';
import { fileRefusal } from '../files/explain-file-error.ts';
import { refuseLinks } from '../files/refuse-links.ts';
import { replaceFile } from '../files/replace-file.ts';
import type { RenderedFile } from './render.ts';

/** What may be in a folder that counts as empty: a repository that was just made, and what macOS leaves everywhere. */
const IGNORED = ['.git', '.DS_Store'];

/**
 * Whether the project would be alone in the folder, which may still have to be made.
 *
 * @throws ApikitError `BadFolder` for what is no folder or may not be read.
 */
export async function isEmpty(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw badFolder(`${folder} cannot be read`, error);
  });
  return names.every((name) => IGNORED.includes(name));
}

/** Which of the paths are taken in the folder; one that cannot be looked at is not, and fails when it is written. */
export async function takenPaths(folder: string, paths: string[]): Promise<string[]> {
  const found = await Promise.all(paths.map((path) => stat(join(folder, path)).catch(() => undefined)));
  return paths.filter((_path, index) => found[index]);
}

/**
 * Each file is there as a whole or not at all; once they are begun, all are written.
 *
 * @throws ApikitError `BadFolder` at the first that cannot be written.
 */
export async function writeProject(folder: string, files: RenderedFile[], signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  for (const { path, contents } of files) {
    const file = join(folder, path);
    try {
      refuseLinks(folder, file);
      await replaceFile(file, contents);
    } catch (error) {
      throw badFolder(`${file} cannot be written`, error as NodeJS.ErrnoException);
    }
  }
}

function badFolder(what: string, cause: NodeJS.ErrnoException): ApikitError {
  const { reason, remedy } = fileRefusal(cause) ?? { reason: cause.message, remedy: 'Name another folder' };
  const hint = `${remedy}, and run the command again.`;
  return new ApikitError('BadFolder', `${what}: ${reason}.`, { hint, exitCode: EXIT.usage, cause });
}
