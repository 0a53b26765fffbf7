/**
 * Packs packages as they are installed, with all their dependencies, into a `node_modules` folder beside the bundle.
 * Native code, and code that reads its own files, does not work in a bundle.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { ApikitError, EXIT } from '../../errors.ts';
import { builtFor, type Machine, runsOn } from '../contents/native-code.ts';
import type { ZipEntry } from '../contents/zip.ts';
import { findPackage, isTool, type Manifest, manifestOf, optionalPeers } from './packages.ts';

export interface WantedPackage {
  name: string;
  /** The real folder. */
  folder: string;
}

interface Placed extends WantedPackage {
  /** The place in the zip: `node_modules/a/node_modules/b`. */
  place: string;
  manifest: Manifest;
}

/** Only editors use declarations and maps. */
const LEFT_OUT = /\.(?:d\.[cm]?ts|map)$/;

/** Compiled files of a package. */
const COMPILED = /\.(?:node|so(?:\.\d+)*)$/;

/**
 * Returns the entries of the zip, whether they contain compiled code, and the dependencies that are not installed, each
 * as `a needs b`. `machine` is where the function will run. Without it, the packages are packed as they are installed,
 * for this machine. `highest` is the folder above which no dependency is looked for.
 *
 * @throws ApikitError `NativeCodeMisfit` for packages whose compiled code is only for other machines
 */
export async function packPackages(
  root: string,
  wanted: readonly WantedPackage[],
  machine: Machine | undefined,
  highest?: string,
): Promise<{ entries: ZipEntry[]; native: boolean; missing: string[] }> {
  const { placed, missing } = placePackages(wanted, { machine, project: manifestOf(root), highest });
  const packed = await Promise.all(placed.map(async (each) => ({ ...each, files: await filesOf(each) })));
  const compiled = packed.flatMap(({ name, files }) => {
    const libraries = files.filter(({ path }) => COMPILED.test(path));
    return libraries.length === 0 ? [] : [{ name, libraries }];
  });
  if (machine) requireFitting(packed, compiled, machine);
  return { entries: packed.flatMap(({ files }) => files), native: compiled.length > 0, missing };
}

/**
 * Places packages like npm: each one as high as possible, or below the package that needs it if another version is
 * already there. The dependencies of a package are placed before their own dependencies.
 */
function placePackages(
  wanted: readonly WantedPackage[],
  { machine, project, highest }: { machine: Machine | undefined; project: Manifest; highest: string | undefined },
): { placed: Placed[]; missing: string[] } {
  const byPlace = new Map<string, Placed>();
  const queue: Placed[] = [];
  const missing: string[] = [];
  const put = (name: string, folder: string, place: string) => {
    const placed = { name, folder, place, manifest: manifestOf(folder) };
    byPlace.set(place, placed);
    queue.push(placed);
  };
  for (const { name, folder } of [...wanted].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!byPlace.has(`node_modules/${name}`)) put(name, folder, `node_modules/${name}`);
  }
  for (let next = queue.shift(); next; next = queue.shift()) {
    for (const name of needsOf(next.manifest, project)) {
      const folder = findPackage(name, next.folder, highest);
      if (folder === undefined && isRequired(next.manifest, name)) missing.push(`${next.name} needs ${name}`);
      if (folder === undefined || !fits(manifestOf(folder), machine)) continue;
      const seen = resolvedPackage(next.place, name, byPlace);
      if (seen?.folder === folder) continue;
      put(name, folder, `${seen ? `${next.place}/` : ''}node_modules/${name}`);
    }
  }
  return { placed: [...byPlace.values()], missing };
}

/** Optional packages and peers may be missing. npm also lists optional packages in `dependencies`. */
const isRequired = ({ dependencies, optionalDependencies }: Manifest, name: string): boolean =>
  dependencies?.[name] !== undefined && optionalDependencies?.[name] === undefined;

function needsOf(manifest: Manifest, project: Manifest): string[] {
  const { name: own = '', dependencies, optionalDependencies, peerDependencies } = manifest;
  const optional = optionalPeers(manifest);
  const names = [...Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }), ...optional];
  return [...new Set(names)].filter((name) => !(optional.includes(name) && isTool(project, name, own))).sort();
}

/** Returns the package that code at `place` gets by the name. */
function resolvedPackage(place: string, name: string, byPlace: ReadonlyMap<string, Placed>): Placed | undefined {
  for (let at = place; ; at = at.slice(0, at.lastIndexOf('/node_modules/'))) {
    const found = byPlace.get(`${at}/node_modules/${name}`);
    if (found) return found;
    if (!at.includes('/node_modules/')) return byPlace.get(`node_modules/${name}`);
  }
}

/**
 * Packages with compiled code for one machine name that machine
 * (https://docs.npmjs.com/cli/configuring-npm/package-json#os).
 */
function fits({ os, cpu, libc }: Manifest, machine: Machine | undefined): boolean {
  if (!machine) return true;
  return allows(os, machine.platform) && allows(cpu, machine.arch) && allows(libc, 'glibc');
}

function allows(list: readonly string[] | undefined, value: string): boolean {
  if (!list || list.includes(value)) return true;
  return list.length > 0 && list.every((each) => each.startsWith('!')) && !list.includes(`!${value}`);
}

async function filesOf({ folder, place }: Placed): Promise<ZipEntry[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const wanted = paths.filter((path) => {
    const parts = relative(folder, path).split(sep);
    return !parts.includes('node_modules') && !LEFT_OUT.test(path);
  });
  return await Promise.all(
    wanted.map(async (path) => {
      const [contents, { mode }] = await Promise.all([readFile(path), stat(path)]);
      const inside = relative(folder, path).split(sep).join('/');
      return { path: `${place}/${inside}`, contents, ...((mode & 0o100) !== 0 && { executable: true }) };
    }),
  );
}

function requireFitting(
  packed: readonly Placed[],
  compiled: readonly { name: string; libraries: readonly ZipEntry[] }[],
  machine: Machine,
): void {
  const misfits = [
    ...compiled.flatMap(({ name, libraries }) => {
      const built = libraries.flatMap(({ path, contents }) => {
        const found = builtFor(contents);
        return found ? [{ path, found }] : [];
      });
      if (built.length === 0 || built.some(({ path, found }) => runsOn(machine, path, found))) return [];
      return [
        `${name} is compiled for ${[...new Set(built.map(({ path, found }) => called(path, found)))].join(', ')}`,
      ];
    }),
    ...packed.flatMap(({ name, manifest }) => {
      const parts = Object.keys(manifest.optionalDependencies ?? {}).filter((each) => PLATFORM.test(each));
      const there = parts.length === 0 || packed.some((each) => parts.includes(each.name));
      return there ? [] : [`${name} has no part for ${machine.platform} ${machine.arch} installed`];
    }),
  ];
  if (misfits.length === 0) return;
  const names = [...new Set(misfits.map((text) => text.split(' ')[0]))].join(' ');
  const other = machine.arch === 'arm64' ? 'x86_64' : 'arm64';
  throw new ApikitError(
    'NativeCodeMisfit',
    `The function runs on ${machine.platform} ${machine.arch}, but ${misfits.join('; ')}.`,
    {
      hint: `Install it for that machine: npm install --os=${machine.platform} --cpu=${machine.arch} --libc=glibc ${names}. Or set function.architecture: ${other} if that matches.`,
      exitCode: EXIT.usage,
    },
  );
}

/** The names of packages with compiled code for one machine: `@img/sharp-linux-x64`. */
export const PLATFORM = /(?:^|[-/.])(?:linux|darwin|win32)(?:musl)?[-_](?:x64|arm64|x86_64|aarch64)/;

const called = (path: string, { platform, arch }: Machine): string =>
  `${platform}${arch === 'any' ? '' : ` ${arch}`}${/musl/.test(path) ? ' (musl)' : ''}`;
