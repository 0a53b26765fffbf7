/**
 * The folder below which a foreign document may read other files: the folder of `--root`, or its repository, or the
 * user's current folder if the document is below it, or the document's own folder. A home folder, in which a download
 * may lie, holds more than documents: only `--root` can choose it or a folder above it.
 */
import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Context } from '../../../context.ts';
import { usageError } from '../../../errors.ts';
import { holdsHome, isAtOrAbove, repositoryOf } from '../../../files/repository.ts';
import type { Option } from '../../../flags/option.ts';

export const ROOT_OPTION = {
  flags: '--root <dir>',
  description: 'folder whose other files it may read (default: its repository)',
} as const satisfies Option;

/** Returns an absolute path. `folder` is the real path of the document's folder, `root` is the value of `--root`. */
export async function referenceRoot(folder: string, root: string | undefined, { io }: Context): Promise<string> {
  if (root !== undefined) return await givenRoot(resolve(io.cwd, root), folder);
  const repository = await repositoryOf(folder, io.env.HOME);
  if (repository !== undefined) return repository;
  const here = await realpath(io.cwd);
  return isAtOrAbove(here, folder) && !(await holdsHome(here, io.env.HOME)) ? here : folder;
}

async function givenRoot(root: string, folder: string): Promise<string> {
  const real = await realpath(root).catch(() => undefined);
  if (real === undefined || !(await stat(real)).isDirectory())
    throw usageError(`There is no folder ${root}.`, 'Name one with --root.');
  if (!isAtOrAbove(real, folder))
    throw usageError(
      `The document is not below ${root}.`,
      'Name a folder with --root that contains the document and the files that it refers to.',
    );
  return real;
}
