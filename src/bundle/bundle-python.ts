/**
 * Packs a Python handler: the folder of the entry as it is, with the packages of requirements.txt. Nothing that could be
 * imported is left out.
 */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { refuseOutside } from './border.ts';
import type { BundleOptions, FunctionContents } from './bundle-function.ts';
import { entryNotFound } from './entry-not-found.ts';
import { pythonActions, reachedTexts } from './python-actions.ts';
import { pythonCalls } from './python-calls.ts';
import { pythonLayout } from './python-layout.ts';
import { requirePackages } from './python-packages.ts';
import type { ZipEntry } from './zip.ts';

/** What no function can import: caches, and what is hidden. */
const LEFT_OUT = /^(\..*|__pycache__|.*\.py[co])$/;

/** What a handler is made of that is laid out as apikit scaffolds it. */
const GENERATED = 'generated/contract.py';

/** @throws ApikitError `EntryNotFound`, `FileNotPackable`, `PackagesMissing`, `PackagesNotInstalled`, `RelativeImport` */
export async function bundlePython(options: BundleOptions): Promise<FunctionContents> {
  const { root, entry, exportName = 'handler' } = options;
  const folder = join(root, dirname(entry));
  const paths = await filesIn(folder);
  if (!paths.includes(basename(entry))) throw entryNotFound(entry);
  await refuseOutside(root, [entry]);
  const own = await Promise.all(paths.map(async (path) => ({ path, contents: await readFile(join(folder, path)) })));
  const packages = await requirePackages(options, paths);
  const text = own.find(({ path }) => path === basename(entry))!.contents.toString('utf8');
  const { placeOf, module } = pythonLayout(entry, text, paths.includes(GENERATED));
  const texts = textsOf([...packages, ...own]);
  const entries = new Map<string, Buffer>();
  for (const { path, contents } of [...packages, ...own]) entries.set(placeOf(path), contents);
  return {
    entries: [...entries].map(([path, contents]) => ({ path, contents })).sort((a, b) => (a.path < b.path ? -1 : 1)),
    handler: `${module}.${exportName}`,
    actions: pythonActions(texts, basename(entry)),
    otherActions: pythonCalls(reachedTexts(texts, basename(entry))),
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
