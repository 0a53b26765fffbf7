/**
 * Recognises packages that cannot be bundled: those with compiled code, those that load modules with their own
 * `require`, which the bundler does not see, and those that load the driver that a setting names. Reads their files and
 * runs nothing.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { findPackage, isTool, type Manifest, manifestOf, optionalPeers, packageNameOf, packageOf } from './packages.ts';
import { PLATFORM } from './packed-packages.ts';

/** The packages that find or build compiled code. */
const TOOLS = [
  'bindings',
  'node-gyp-build',
  'node-addon-api',
  'prebuild-install',
  'node-pre-gyp',
  '@mapbox/node-pre-gyp',
];

/** Returns the packages with their own `require`. `asking` are modules that use their own location. */
export async function requiringPackages(root: string, asking: readonly string[]): Promise<string[]> {
  const names = await Promise.all(
    asking.map(async (path) => {
      const found = packageOf(path);
      if (!found) return [];
      return /\bcreateRequire\s*\(/.test(await readFile(join(root, path), 'utf8')) ? [found.name] : [];
    }),
  );
  return [...new Set(names.flat())].sort();
}

/** `require(name)` with a name that is known only at run time. */
const BY_VARIABLE = /\brequire\(\s*[A-Za-z_$]/;

/**
 * Returns the packages that require modules by a variable and have an installed peer that none of their modules
 * requires by its name: TypeORM and Sequelize with database drivers. `inputs` are the modules that the bundler has
 * read, relative to `root`.
 */
export async function choosingPackages(root: string, inputs: Metafile['inputs']): Promise<string[]> {
  const project = manifestOf(root);
  const packages = new Map<string, { name: string; modules: string[] }>();
  for (const path of Object.keys(inputs)) {
    const found = packageOf(path);
    if (!found) continue;
    const known = packages.get(found.folder);
    if (known) known.modules.push(path);
    else packages.set(found.folder, { name: found.name, modules: [path] });
  }
  const choosing = await Promise.all(
    [...packages].map(async ([folder, { name, modules }]) => {
      const asked = modules.flatMap((path) => inputs[path]!.imports.map((each) => nameOf(each.path)));
      const unseen = optionalPeers(manifestOf(join(root, folder))).filter(
        (peer) =>
          !asked.includes(peer) && !isTool(project, peer, name) && findPackage(peer, join(root, folder)) !== undefined,
      );
      if (unseen.length === 0) return [];
      const texts = await Promise.all(modules.map((path) => readFile(join(root, path), 'utf8')));
      return texts.some((text) => BY_VARIABLE.test(text)) ? [name] : [];
    }),
  );
  return [...new Set(choosing.flat())].sort();
}

/** Returns the package of an imported file, or of a name that stays outside the bundle. */
const nameOf = (path: string): string | undefined => packageOf(path)?.name ?? packageNameOf(path);

/** Returns the packages of `modules` (paths relative to `root`) that have compiled code. */
export function nativePackages(root: string, modules: readonly string[]): string[] {
  const packages = new Map(
    modules.flatMap((path) => {
      const found = packageOf(path);
      return found ? [[found.folder, found.name] as const] : [];
    }),
  );
  const native = [...packages].filter(([folder]) => isNative(join(root, folder)));
  return [...new Set(native.map(([, name]) => name))].sort();
}

function isNative(folder: string): boolean {
  const manifest = manifestOf(folder);
  return (
    manifest.gypfile === true || usesTools(manifest) || hasParts(manifest) || existsSync(join(folder, 'binding.gyp'))
  );
}

const usesTools = ({ dependencies }: Manifest): boolean => TOOLS.some((tool) => dependencies?.[tool] !== undefined);
const hasParts = ({ optionalDependencies }: Manifest): boolean =>
  Object.keys(optionalDependencies ?? {}).some((name) => PLATFORM.test(name));
