/**
 * Packs files into the zip at their paths in the project, so that the code finds them in the same place. It packs
 * nothing outside the project, even if a link leads there.
 */

import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ApikitError, EXIT } from '../../errors.ts';
import { nothingThere } from '../../files/nothing-there.ts';
import { globPattern } from './glob-pattern.ts';
import type { ZipEntry } from './zip.ts';

/** The names of the bundle's own files at the root of the zip. */
const OWN = new Set(['index.mjs', 'index.mjs.map']);

/**
 * Folders that a pattern never enters. `external` packs installed packages, and the others contain no data of the
 * function.
 */
const NOT_ENTERED = new Set(['node_modules', '.git', '.apikit']);

/**
 * Returns the files that match `patterns`. A folder stands for everything below it.
 *
 * @throws ApikitError `NoSuchFiles` for a pattern without a match, `FileNotPackable` for a file outside the project or
 * with the name of one of the bundle's files
 */
export async function filesByPattern(root: string, patterns: readonly string[]): Promise<string[]> {
  const found = await Promise.all(patterns.map(async (pattern) => ({ pattern, paths: await matches(root, pattern) })));
  const empty = found.filter(({ paths }) => paths.length === 0).map(({ pattern }) => pattern);
  if (empty.length > 0) {
    throw new ApikitError(
      'NoSuchFiles',
      `function.bundle.files contains ${empty.join(', ')}, but no such files exist.`,
      {
        hint: 'Correct function.bundle.files in apikit.yaml; paths are relative to its folder.',
        exitCode: EXIT.usage,
      },
    );
  }
  return [...new Set(found.flatMap(({ paths }) => paths))].sort();
}

/** Returns the entries of the zip. `paths` are relative to the project, with forward slashes. */
export async function packFiles(root: string, paths: readonly string[]): Promise<ZipEntry[]> {
  const home = await realpath(root);
  return await Promise.all(
    paths.map(async (path) => {
      const file = await realpath(join(root, path));
      if (file !== home && !file.startsWith(home + sep))
        throw notPackable(path, `leads to ${file}, outside the project`);
      if (OWN.has(path)) throw notPackable(path, "has the name of the bundle's own file");
      const [contents, { mode }] = await Promise.all([readFile(file), stat(file)]);
      return { path, contents, ...((mode & 0o100) !== 0 && { executable: true }) };
    }),
  );
}

/** Matches the path of a file, everything below a folder, or a pattern with `*`, `**`, `?` and `{a,b}`. */
async function matches(root: string, pattern: string): Promise<string[]> {
  const plain = pattern.replace(/^\.\//, '').replace(/\/$/, '');
  const fixed = /^[^*?{]*$/.test(plain) ? plain : /^(?:[^*?{]*\/)?/.exec(plain)![0].replace(/\/$/, '');
  if (fixed !== plain) {
    const wanted = globPattern(plain);
    return (await filesBelow(root, fixed)).filter(wanted);
  }
  const found = await stat(join(root, plain)).catch(nothingThere);
  return found?.isFile() ? [plain] : found?.isDirectory() ? await filesBelow(root, plain) : [];
}

/**
 * Returns paths relative to `root`, with forward slashes, sorted. Links are included, but links to folders are not
 * followed.
 */
export async function filesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(nothingThere);
  const found = (entries ?? []).map(async (entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NOT_ENTERED.has(entry.name) ? [] : await filesBelow(root, path);
    return [path];
  });
  return (await Promise.all(found)).flat().sort();
}

function notPackable(path: string, why: string): ApikitError {
  return new ApikitError('FileNotPackable', `${path} cannot be packed: it ${why}.`, {
    hint: 'Copy the file into the project under a different name, and add it to function.bundle.files.',
    exitCode: EXIT.usage,
  });
}
