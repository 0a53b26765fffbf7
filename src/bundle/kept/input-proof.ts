/**
 * Proves that a bundle would come out the same: a hash over everything that the bundler's decisions depend on. These
 * are not only the contents of the sources. A new file can take the place of another one in an import, and so can a
 * package that is installed nearer to the importer.
 */
import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isAtOrAbove } from '../../files/repository.ts';
import { packageOf } from '../node/packages.ts';

/** The compiler's settings, which esbuild reads in the folders of the project and above it. */
const COMPILER_SETTINGS = ['tsconfig.json', 'jsconfig.json'];

/** Settings that lead the bundler to files anywhere. */
const LEADS_ELSEWHERE = /"(?:extends|paths|baseUrl|rootDirs)"/;

/** The files of Yarn's installations without `node_modules`. */
const PLUG_AND_PLAY = ['.pnp.cjs', '.pnp.js', '.pnp.data.json'];

/**
 * `root` is a real path, and `sources` are the files that the bundler has read, relative to it. Returns `undefined` if
 * there can be no proof: for code that a workspace shares, for settings that lead elsewhere, and if a file is missing.
 */
export function inputProof(root: string, sources: readonly string[]): string | undefined {
  const hash = createHash('sha256').update(JSON.stringify(sources));
  const listed = new Set<string>();
  const above = new Set<string>();
  for (const source of sources) {
    const file = join(root, source);
    const top = topOf(root, file);
    const contents = top === undefined ? undefined : readIfThere(file);
    if (top === undefined || contents === undefined) return undefined;
    hash.update(createHash('sha256').update(contents).digest());
    for (let folder = dirname(file); isAtOrAbove(top, folder); folder = dirname(folder)) listed.add(folder);
    addAncestors(dirname(file), above);
  }
  for (const folder of [...listed].sort()) addListing(hash, folder);
  for (const folder of [...above].sort()) if (!addSettings(hash, folder)) return undefined;
  return hash.digest('hex');
}

/** The folder that an import of this file's neighbours cannot leave unnoticed: its package, or the project. */
function topOf(root: string, file: string): string | undefined {
  return packageOf(file)?.folder ?? (isAtOrAbove(root, file) ? root : undefined);
}

function addAncestors(from: string, found: Set<string>): void {
  for (let folder = from; !found.has(folder); folder = dirname(folder)) found.add(folder);
}

/** Adds the names in a folder, and where its links lead. */
function addListing(hash: Hash, folder: string): void {
  const entries = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    if (entry.isSymbolicLink()) return `${entry.name} → ${realPathIfThere(join(folder, entry.name))}`;
    return entry.isDirectory() ? `${entry.name}/` : entry.name;
  });
  hash.update(JSON.stringify([folder, entries.sort()]));
}

/** Adds what a folder decides for the code in it and below it. Returns whether that is all. */
function addSettings(hash: Hash, folder: string): boolean {
  if (PLUG_AND_PLAY.some((name) => existsSync(join(folder, name)))) return false;
  const manifest = readIfThere(join(folder, 'package.json'));
  const settings = COMPILER_SETTINGS.map((name) => readIfThere(join(folder, name))?.toString());
  // esbuild reads no settings of the compiler in packages.
  if (!packageOf(join(folder, '/')) && settings.some((text) => text !== undefined && LEADS_ELSEWHERE.test(text)))
    return false;
  hash.update(JSON.stringify([folder, manifest?.toString(), settings, existsSync(join(folder, '.git'))]));
  addInstalled(hash, join(folder, 'node_modules'));
  return true;
}

/** Adds the names of the installed packages, and where their links lead. */
function addInstalled(hash: Hash, folder: string): void {
  if (basename(dirname(folder)) === 'node_modules' || !existsSync(folder)) return;
  hash.update(realpathSync(folder));
  addListing(hash, folder);
  for (const scope of readdirSync(folder).filter((name) => name.startsWith('@'))) addListing(hash, join(folder, scope));
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function realPathIfThere(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
