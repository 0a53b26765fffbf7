/**
 * Packs a Python handler: the folder that its imports start from, with the packages of requirements.txt. It includes
 * every module that can be imported.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join, posix, sep } from 'node:path';
import { entryNotFound } from '../contents/entry-not-found.ts';
import type { BundleOptions, FunctionContents } from '../contents/function-contents.ts';
import { refuseOutside } from '../contents/outside-files.ts';
import type { ZipEntry } from '../contents/zip.ts';
import { PYTHON_MODULE, pythonModule } from '../front-door/door.ts';
import { refuseMissingModules } from './missing-modules.ts';
import { importedTexts, pythonActions } from './python-actions.ts';
import { pythonCalls } from './python-calls.ts';
import { pythonFiles } from './python-files.ts';
import { type PythonLayout, pythonLayout, refuseDots } from './python-layout.ts';
import { requirePackages, VENDOR } from './python-packages.ts';
import { minorOf } from './python-standard-library.ts';

/** This file shows that the handler has the layout of apikit's templates. */
const GENERATED = 'generated/contract.py';

/**
 * @throws ApikitError `EntryNotFound`, `EntryNotImportable`, `FileNotPackable`, `ModuleNotFound`, `PackagesMissing`,
 * `PackagesNotInstalled`, `RelativeImport`
 */
export async function bundlePython(options: BundleOptions): Promise<FunctionContents> {
  const { root, runtime, exportName = 'handler', provided = [] } = options;
  const entry = posix.normalize(options.entry.split(sep).join('/'));
  const { conventional, ...layout } = await layoutOf(root, entry, runtime);
  const { base, module } = layout;
  await refuseOutside(root, [entry]);
  const placeOf = (path: string) => (conventional ? path : withoutVendor(path, base, entry));
  const own = await Promise.all(
    layout.paths.map(async (path) => ({
      source: path,
      path: placeOf(path),
      contents: await readFile(join(root, base, path)),
    })),
  );
  const packages = await requirePackages(
    { ...options, entry },
    own.map(({ path }) => path),
  );
  const installed = packages.map(({ path, contents }) => ({ path: conventional ? path : unvendored(path), contents }));
  const entries = new Map<string, Buffer>();
  for (const { path, contents } of [...installed, ...own]) entries.set(path, contents);
  const texts = textsOf(entries);
  if (options.frontDoor) {
    const text = await pythonModule(options.frontDoor, module, exportName);
    entries.set(`${PYTHON_MODULE}.py`, Buffer.from(text));
  }
  const loaded = conventional ? posix.basename(entry) : posix.relative(base, entry);
  const reached = importedTexts(texts, loaded);
  const strangers = packageNames(own);
  const sources = new Map(own.map(({ source, path }) => [path, posix.join(base, source)]));
  refuseMissingModules({
    places: [...entries.keys()],
    texts,
    entry: loaded,
    runtime,
    provided,
    sourceOf: (place) =>
      strangers.has(place.split('/')[0]!) || place.startsWith(VENDOR) ? undefined : sources.get(place),
  });
  return {
    entries: [...entries].map(([path, contents]) => ({ path, contents })).sort((a, b) => (a.path < b.path ? -1 : 1)),
    handler: options.frontDoor ? `${PYTHON_MODULE}.handler` : `${module}.${exportName}`,
    actions: pythonActions(reached),
    otherActions: pythonCalls(reached),
    sources: layout.paths.map((path) => posix.join(base, path)),
    warnings: [],
    base,
  };
}

/**
 * In the layout of the templates, the zip is the folder of the entry, and the generated package adds `vendor/` itself.
 */
async function layoutOf(
  root: string,
  entry: string,
  runtime: string,
): Promise<PythonLayout & { readonly conventional: boolean }> {
  const folder = dirname(entry) === '.' ? '' : dirname(entry);
  const paths = await pythonFiles(join(root, folder));
  const name = posix.basename(entry);
  if (!paths.includes(name)) throw entryNotFound(entry);
  refuseDots(entry);
  if (paths.includes(GENERATED)) return { base: folder, paths, module: name.replace(/\.py$/, ''), conventional: true };
  const read = (path: string) => readFile(join(root, path), 'utf8');
  const files = folder === '' ? paths : await pythonFiles(root);
  return { ...(await pythonLayout({ entry, files, minor: minorOf(runtime), read })), conventional: false };
}

/** Packages of a `vendor/` in the base or beside the entry go to the root of the zip, where Python finds them. */
function withoutVendor(path: string, base: string, entry: string): string {
  const beside = posix.join(posix.relative(base, posix.dirname(entry)), VENDOR);
  return path.startsWith(beside) ? path.slice(beside.length) : unvendored(path);
}

const unvendored = (path: string): string => (path.startsWith(VENDOR) ? path.slice(VENDOR.length) : path);

/** Returns what `pip install --target` has put among the project's own files. The `RECORD` files list the paths. */
function packageNames(own: readonly ZipEntry[]): Set<string> {
  const records = own.filter(({ path }) => /^[^/]+\.dist-info\/RECORD$/.test(path));
  return new Set(records.flatMap(({ contents }) => contents.toString('utf8').match(/^[^/,\n]+(?=[/,])/gm) ?? []));
}

/** Returns the modules by their paths. */
function textsOf(entries: ReadonlyMap<string, Buffer>): Record<string, string> {
  const modules = [...entries].filter(([path]) => path.endsWith('.py'));
  return Object.fromEntries(modules.map(([path, contents]) => [path, contents.toString('utf8')]));
}
