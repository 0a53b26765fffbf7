/**
 * Reads the code of a function from a folder: everything that belongs to it, and nothing outside. It leaves out
 * packages, hidden files and links.
 */
import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ApikitError, EXIT } from '../../errors.ts';
import type { CodeFiles } from './code-files.ts';

const LEFT_OUT = /^(?:\.|node_modules$|__pycache__$|venv$)/;

/** Bytes. A folder with more is not the code of a function. */
const MOST_BYTES = 50_000_000;

export interface CodeFolder {
  /** The folder relative to the root, with forward slashes. Empty for the root itself. */
  readonly folder: string;
  readonly files: CodeFiles;
}

/**
 * `folder` is relative to `root`, also through links and steps upwards. `leavesOut` says which files, relative to the
 * root, are not read. Throws `CodeNotFound`.
 */
export async function readFolder(
  root: string,
  folder: string,
  leavesOut: (path: string) => boolean,
): Promise<CodeFolder> {
  const named = resolve(root, folder);
  const start = await realpath(named).catch(() => named);
  const parts = [relative(root, named), relative(await realpath(root), start)].map((path) => path.split(sep));
  if (parts.some(([first = '']) => first === '..' || isAbsolute(first)))
    throw notFound(folder, 'leads out of the folder of the template');
  if (parts.flat().some((part) => LEFT_OUT.test(part)))
    throw notFound(folder, 'is hidden, or belongs to installed packages');
  const files = new Map<string, Uint8Array>();
  let bytes = 0;
  await read('');
  return { folder: parts[0]!.join('/'), files };

  async function read(path: string): Promise<void> {
    const names = await readdir(join(start, path)).catch(() => {
      throw notFound(folder, 'is not a folder');
    });
    for (const name of names.filter((one) => !LEFT_OUT.test(one)).sort()) {
      const below = join(path, name);
      const found = await lstat(join(start, below));
      if (found.isDirectory()) await read(below);
      if (!found.isFile() || leavesOut([...parts[0]!, ...below.split(sep)].filter(Boolean).join('/'))) continue;
      bytes += found.size;
      if (bytes > MOST_BYTES) throw notFound(folder, 'has more than 50 MB without its packages');
      files.set(below.split(sep).join('/'), await readFile(join(start, below)));
    }
  }
}

const notFound = (folder: string, why: string) =>
  new ApikitError('CodeNotFound', `The code of a function is in ${folder}, which ${why}. Nothing was written.`, {
    exitCode: EXIT.usage,
    hint: 'The code is in a folder beside or below the file that is imported, and in no other file there.',
  });
