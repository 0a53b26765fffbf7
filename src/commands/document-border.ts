/**
 * The folder below which a document of somebody else may read other files: its repository, or what `--root` names. Without a
 * repository it is the document's own folder: a home folder, in which a download lies, has more in it than documents.
 */
import { realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';

/** Absolute; `folder` is the document's, and real. */
export async function borderOf(folder: string, { flags, io }: Context): Promise<string> {
  if (typeof flags.root === 'string') return await givenRoot(resolve(io.cwd, flags.root), folder);
  const home = await realpath(io.env.HOME ?? homedir()).catch(() => homedir());
  for (let at = folder; at !== dirname(at) && at !== home; at = dirname(at)) {
    if (await stat(join(at, '.git')).catch(() => undefined)) return at;
  }
  return folder;
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
