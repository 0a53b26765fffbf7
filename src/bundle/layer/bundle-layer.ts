/**
 * Makes the zip of a layer from a folder of the project: its files as they are, and the packages of its package.json or
 * requirements.txt where Lambda's runtime finds them. Reads the project and calls no service.
 */
import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ApikitError, EXIT } from '../../errors.ts';
import { shellWord } from '../../text/shell-word.ts';
import type { Machine } from '../contents/native-code.ts';
import { packFiles } from '../contents/packed-files.ts';
import { refuseTooLarge } from '../contents/size-limits.ts';
import { type ZipEntry, zip } from '../contents/zip.ts';
import { findPackage, manifestOf } from '../node/packages.ts';
import { packPackages } from '../node/packed-packages.ts';
import { installPackages } from '../python/python-install.ts';
import { VENDOR } from '../python/python-packages.ts';
import { readRequirements } from '../python/python-requirements.ts';
import { layerFiles } from './layer-files.ts';

export interface LayerOptions {
  /** The project's folder. */
  readonly root: string;
  /** The layer's folder, relative to the project: `layers/common`. */
  readonly folder: string;
  /** Lambda's ID: `nodejs24.x`. */
  readonly runtime: string;
  /** The machine that the function will run on. The default is this machine. */
  readonly machine?: Machine;
}

export interface BundledLayer {
  readonly zip: Buffer;
  /** The SHA-256 of the zip in base64. */
  readonly sha256: string;
  readonly unzippedBytes: number;
  /** The packages (Node.js) or modules (Python) that code can import from it. */
  readonly provides: readonly string[];
  /** The files of the folder, relative to the project. */
  readonly sources: readonly string[];
}

const NODE_MANIFEST = 'package.json';
const PYTHON_MANIFEST = 'requirements.txt';

/** They say what is installed, and are no part of the layer. */
const MANIFESTS = new Set([NODE_MANIFEST, 'package-lock.json', PYTHON_MANIFEST]);

/**
 * @throws ApikitError `LayerNotFound`, `PackageNotInstalled`, `FunctionTooLarge`, and the errors of packing files and
 * packages
 */
export async function bundleLayer(options: LayerOptions): Promise<BundledLayer> {
  const { root, folder, runtime } = options;
  if (!(await stat(join(root, folder)).catch(() => undefined))?.isDirectory()) throw noFolder(folder);
  const sources = (await layerFiles(root, folder)).map((path) => `${folder}/${path}`);
  const inside = (path: string) => path.slice(folder.length + 1);
  const own = await packFiles(
    root,
    sources.filter((path) => !MANIFESTS.has(inside(path))),
  );
  const files = own.map((entry) => ({ ...entry, path: inside(entry.path) }));
  const packages = runtime.startsWith('python') ? await pythonPackages(options) : await nodePackages(options);
  const entries = [...new Map([...packages, ...files].map((entry) => [entry.path, entry])).values()];
  if (entries.length === 0) throw emptyLayer(folder);
  const unzippedBytes = entries.reduce((sum, { contents }) => sum + contents.length, 0);
  refuseTooLarge(`The layer ${folder}`, 'unzipped', unzippedBytes);
  const bytes = await zip(entries);
  refuseTooLarge(`The layer ${folder}`, 'zipped', bytes.length);
  return {
    zip: bytes,
    sha256: createHash('sha256').update(bytes).digest('base64'),
    unzippedBytes,
    provides: providedBy(entries, runtime),
    sources,
  };
}

/** The project above the folder may have other versions of the packages, so it does not count. */
async function nodePackages({ root, folder, machine }: LayerOptions): Promise<ZipEntry[]> {
  const home = await realpath(join(root, folder));
  const names = Object.keys(manifestOf(home).dependencies ?? {});
  const wanted = names.map((name) => {
    const found = findPackage(name, home, home);
    if (found !== undefined) return { name, folder: found };
    throw notInstalled(folder, `${folder}/${NODE_MANIFEST} names ${name}`);
  });
  const { entries, missing } = await packPackages(home, wanted, machine, home);
  if (missing.length > 0) throw notInstalled(folder, `In the layer ${folder}, ${missing.join(', and ')}`);
  return entries.map((entry) => ({ ...entry, path: `nodejs/${entry.path}` }));
}

async function pythonPackages({ root, folder, runtime, machine }: LayerOptions): Promise<ZipEntry[]> {
  const file = join(folder, PYTHON_MANIFEST);
  const text = await readFile(join(root, file), 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  const installed = await installPackages({ root, file, requirements: readRequirements(text), runtime, machine });
  if (installed)
    return installed.map(({ path, contents }) => ({ path: `python/${path.slice(VENDOR.length)}`, contents }));
  throw new ApikitError(
    'PackagesMissing',
    `${file} names packages of a layer, and this machine has no uv or pip to install them.`,
    {
      hint: `Install uv or pip. Or put the packages there yourself, and delete ${file}: python3 -m pip install --requirement ${shellWord(file)} --target ${shellWord(`${folder}/python`)}`,
      exitCode: EXIT.usage,
    },
  );
}

/** Where Lambda's runtimes look in a layer (docs/aws/lambda.md). */
const NODE_PLACE = /^nodejs\/(?:node\d+\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//;
const PYTHON_PLACE = /^python\/(?:lib\/python3\.\d+\/site-packages\/)?([A-Za-z_]\w*)(?:\/|\.py$|\.[^/]*\bso$)/;

function providedBy(entries: readonly ZipEntry[], runtime: string): string[] {
  const place = runtime.startsWith('python') ? PYTHON_PLACE : NODE_PLACE;
  return [...new Set(entries.flatMap(({ path }) => place.exec(path)?.[1] ?? []))].sort();
}

function notInstalled(folder: string, what: string): ApikitError {
  return new ApikitError('PackageNotInstalled', `${what}, which is not installed in ${folder}/node_modules.`, {
    hint: `Run: npm install --prefix ${shellWord(folder)}`,
    exitCode: EXIT.usage,
  });
}

function noFolder(folder: string): ApikitError {
  return new ApikitError('LayerNotFound', `${folder}, a layer of function.layers, is not a folder of the project.`, {
    hint: 'Create it, or correct function.layers in apikit.yaml (docs/function.md#layers).',
    exitCode: EXIT.usage,
  });
}

function emptyLayer(folder: string): ApikitError {
  return new ApikitError('LayerNotFound', `${folder}, a layer of function.layers, has no files and no packages.`, {
    hint: `Add a ${NODE_MANIFEST} or ${PYTHON_MANIFEST} with packages, or files (docs/function.md#layers).`,
    exitCode: EXIT.usage,
  });
}
