/** Packs a Python handler: the folder of the entry as it is. What it imports beyond boto3 must lie in that folder. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { refuseOutside } from './border.ts';
import type { BundleOptions, FunctionContents } from './bundle-function.ts';
import { entryNotFound } from './entry-not-found.ts';
import { pythonActions, reachedTexts } from './python-actions.ts';
import { pythonCalls } from './python-calls.ts';
import { requirePackages } from './python-packages.ts';
import { ITEM_ACTIONS } from './sdk-actions.ts';
import type { ZipEntry } from './zip.ts';

/** Folders and files that no function needs: tests, caches, and whatever is hidden. */
const LEFT_OUT = /^(\..*|__pycache__|tests?|test_.*\.py|.*_test\.py|conftest\.py|.*\.py[co])$/;

/** What a handler is made of that is laid out by convention; of any other, nothing tells which calls it makes. */
const GENERATED = 'generated/contract.py';

/** @throws ApikitError `EntryNotFound`, `FileNotPackable`, `PackagesMissing` */
export async function bundlePython({ root, entry, exportName = 'handler' }: BundleOptions): Promise<FunctionContents> {
  const folder = join(root, dirname(entry));
  const paths = await filesIn(folder);
  if (!paths.includes(basename(entry))) throw entryNotFound(entry);
  await refuseOutside(root, [entry]);
  const conventional = paths.includes(GENERATED);
  if (conventional) await requirePackages(root, dirname(entry), paths);
  const entries = await Promise.all(
    paths.map(async (path) => ({ path, contents: await readFile(join(folder, path)) })),
  );
  return {
    entries,
    handler: `${basename(entry, '.py')}.${exportName}`,
    actions: conventional ? pythonActions(textsOf(entries), basename(entry)) : ITEM_ACTIONS,
    otherActions: pythonCalls(reachedTexts(textsOf(entries), basename(entry))),
    sources: paths.map((path) => join(dirname(entry), path)),
    warnings: [],
  };
}

/** The modules by their paths. */
function textsOf(entries: ZipEntry[]): Record<string, string> {
  const modules = entries.filter(({ path }) => path.endsWith('.py'));
  return Object.fromEntries(modules.map(({ path, contents }) => [path, contents.toString('utf8')]));
}

/** With forward slashes, relative to the folder; none where there is no such folder. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep));
  return paths.filter((path) => !path.some((part) => LEFT_OUT.test(part))).map((path) => path.join('/'));
}
