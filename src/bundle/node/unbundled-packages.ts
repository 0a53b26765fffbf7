/**
 * Recognises packages that no bundle can hold: those with compiled code, those that load modules with a `require` of their
 * own, which the bundler does not see, and those that load the one of their drivers that a setting names. Reads their files,
 * runs nothing.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { findPackage, isTool, type Manifest, manifestOf, optionalPeers, packageNameOf, packageOf } from './packages.ts';
import { PLATFORM } from './packed-packages.ts';

/** What packages find or build their compiled code with. */
const TOOLS = [
  'bindings',
  'node-gyp-build',
  'node-addon-api',
  'prebuild-install',
  'node-pre-gyp',
  '@mapbox/node-pre-gyp',
];

/** The names of those with a `require` of their own. `asking` are modules that ask where they are. */
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

/** `require(name)`, where only the run knows the name. */
const BY_VARIABLE = /\brequire\(\s*[A-Za-z_$]/;

/**
 * The names of those that ask for modules by a variable, while a package that they work with is installed and none of their
 * modules asks for it by its name: TypeORM and Sequelize with the drivers of databases. `inputs` are the modules that the
 * bundler has read, relative to `root`.
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

/** Of what a module imports: a file, or a name that stays outside of the bundle. */
const nameOf = (path: string): string | undefined => packageOf(path)?.name ?? packageNameOf(path);

/** The names of those with compiled code that `modules` (paths relative to `root`) belong to. */
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
