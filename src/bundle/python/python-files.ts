/** The files of a Python project: everything that its code could import or read. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { nothingThere } from '../../files/nothing-there.ts';

/** Files that no function can import: caches, packages of Node.js, and hidden files. */
const LEFT_OUT = /^(\..*|__pycache__|node_modules|.*\.py[co])$/;

/** The file that `python3 -m venv` writes into every environment (https://peps.python.org/pep-0405/). */
const ENVIRONMENT = 'pyvenv.cfg';

/**
 * Returns sorted paths with forward slashes, relative to `folder`, or none if the folder does not exist. Links are not
 * followed.
 */
export async function pythonFiles(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(nothingThere)) ?? [];
  if (entries.some(({ name }) => name === ENVIRONMENT)) return [];
  const kept = entries.filter(({ name }) => !LEFT_OUT.test(name));
  const below = kept
    .filter((entry) => entry.isDirectory())
    .map(async ({ name }) => (await pythonFiles(join(folder, name))).map((path) => `${name}/${path}`));
  const own = kept.filter((entry) => entry.isFile()).map(({ name }) => name);
  return [...own, ...(await Promise.all(below)).flat()].sort();
}
