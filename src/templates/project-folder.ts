/** The folder of a new project: its present contents, and writing the project into it. */
import { readdir, stat } from 'node:fs/promises';
import { join, posix, win32 } from 'node:path';
import { ApikitError, EXIT } from '../errors.ts';
import { fileRefusal } from '../files/explain-file-error.ts';
import { refuseLinks } from '../files/refuse-links.ts';
import { replaceFile } from '../files/replace-file.ts';
import { isOfGit } from '../text/hidden-path.ts';

/** A file of a project: a text, or the bytes of somebody else's file. */
export interface ProjectFile {
  /** The path relative to the project, with forward slashes. */
  readonly path: string;
  readonly contents: string | Uint8Array;
}

/** Files that do not count in an empty folder: a new repository, and the file that macOS creates everywhere. */
const IGNORED = ['.git', '.DS_Store'];

/**
 * Whether the project would be alone in the folder. The folder need not exist.
 *
 * @throws ApikitError `BadFolder` if it is not a folder or cannot be read
 */
export async function isEmpty(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw badFolder(`${folder} cannot be read`, error);
  });
  return names.every((name) => IGNORED.includes(name));
}

/**
 * Returns the paths that already exist in the folder. A path that cannot be checked does not count; writing it then
 * fails.
 */
export async function takenPaths(folder: string, paths: string[]): Promise<string[]> {
  const found = await Promise.all(paths.map((path) => stat(join(folder, path)).catch(() => undefined)));
  return paths.filter((_path, index) => found[index]);
}

/**
 * Writes each file completely or not at all. After the first one, all files are written. Only `named`, the paths that
 * apikit.yaml itself names, may lead out of the folder: a contract can be beside the project.
 *
 * @throws ApikitError `BadFolder` before the first file if a path leads out of the folder or into that of git, and at
 * the first file that cannot be written
 */
export async function writeProject(
  folder: string,
  files: readonly ProjectFile[],
  signal: AbortSignal,
  named: readonly string[] = [],
): Promise<void> {
  signal.throwIfAborted();
  const stray = files.find(({ path }) => isOfGit(path) || (leavesFolder(path) && !named.includes(path)));
  if (stray) throw strayFile(folder, stray.path);
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

/** Checks the path by the rules of every system, because names of other people's files become paths. */
function leavesFolder(path: string): boolean {
  return (
    posix.isAbsolute(path) || win32.isAbsolute(path) || /^[A-Za-z]:/.test(path) || /(^|[/\\])\.\.([/\\]|$)/.test(path)
  );
}

function strayFile(folder: string, path: string): ApikitError {
  const where = isOfGit(path) ? 'is in the folder of git' : 'leads out of the project';
  return new ApikitError('BadFolder', `${JSON.stringify(path)} ${where}, so ${folder} is not written.`, {
    hint: 'Give the file another name where it comes from, and run the command again.',
    exitCode: EXIT.usage,
  });
}

function badFolder(what: string, cause: NodeJS.ErrnoException): ApikitError {
  const { reason, remedy } = fileRefusal(cause) ?? { reason: cause.message, remedy: 'Name another folder' };
  const hint = `${remedy}, and run the command again.`;
  return new ApikitError('BadFolder', `${what}: ${reason}.`, { hint, exitCode: EXIT.usage, cause });
}
