/**
 * Recognises packages that no bundle can hold: those with compiled code, and those that load modules with a `require` of
 * their own, which the bundler does not see. Reads their files, runs nothing.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, manifestOf, packageOf } from './packages.ts';
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
