/**
 * The folder below which a document of somebody else may read other files: what `--root` names, else its repository, else the
 * folder that the user stands in where the document lies below it, else the document's own folder. A home folder, in which a
 * download lies, has more in it than documents: neither it nor one above it is taken unless `--root` names it.
 */
import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Context } from '../../../context.ts';
import { usageError } from '../../../errors.ts';
import { holdsHome, isAtOrAbove, repositoryOf } from '../../../files/repository.ts';

/** Absolute; `folder` is the document's, and real. */
export async function borderOf(folder: string, { flags, io }: Context): Promise<string> {
  if (typeof flags.root === 'string') return await givenRoot(resolve(io.cwd, flags.root), folder);
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
      'Name a folder with --root that contains the document and what it refers to.',
    );
  return real;
}
