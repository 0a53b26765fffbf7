/**
 * The folder below which a document of somebody else may read other files: its repository, or what `--root` names. Without a
 * repository it is the document's own folder: a home folder, in which a download lies, has more in it than documents.
 */
import { realpath, stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { repositoryOf } from '../repository.ts';

/** Absolute; `folder` is the document's, and real. */
export async function borderOf(folder: string, { flags, io }: Context): Promise<string> {
  if (typeof flags.root === 'string') return await givenRoot(resolve(io.cwd, flags.root), folder);
  return (await repositoryOf(folder, io.env.HOME)) ?? folder;
}

async function givenRoot(root: string, folder: string): Promise<string> {
  const real = await realpath(root).catch(() => undefined);
  if (real === undefined || !(await stat(real)).isDirectory())
    throw usageError(`There is no folder ${root}.`, 'Name one with --root.');
  if (relative(real, folder).split('/')[0] === '..')
    throw usageError(
      `The document is not below ${root}.`,
      'Name a folder with --root that contains the document and what it refers to.',
    );
  return real;
}
