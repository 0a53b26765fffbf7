/**
 * Handles packages that code imports but that are not installed. Some are optional, such as database drivers of which a
 * library uses one. Code that needs an optional one fails when it runs, as in Node.js. For all others the build fails.
 */
import { join, relative, sep } from 'node:path';
import type { Message, Metafile, Plugin } from 'esbuild';
import { type Manifest, manifestOf, packageNameOf, packageOf } from './packages.ts';

/** Returns the packages that a failed build could not resolve, by their imported names. */
export function unresolvedNames(errors: readonly Message[]): string[] {
  const names = errors.flatMap(({ text }) => /^Could not resolve "([^"]+)"/.exec(text)?.[1] ?? []);
  return [...new Set(names)].filter((name) => packageNameOf(name) !== undefined).sort();
}

/**
 * Decides about `names` at each import. A package may be missing if - the project's setting `optional` contains it, or
 * - the importing code runs on demand (`require`, `import()`) and belongs to a package that does not require it: it
 * lists it as optional, as an optional peer, or not at all.
 */
export function absentPackages(root: string, names: readonly string[], optional: readonly string[]): Plugin {
  return {
    name: `absent:${JSON.stringify([names, optional])}`,
    setup(build) {
      const filter = new RegExp(`^(?:${names.map(escaped).join('|')})$`);
      build.onResolve({ filter }, async ({ path, pluginData, importer, namespace, resolveDir, kind }) => {
        if (pluginData === 'asked') return undefined;
        const asked = { importer, namespace, resolveDir, kind, pluginData: 'asked' };
        const found = await build.resolve(path, asked);
        if (found.errors.length === 0) return found;
        const name = packageNameOf(path) ?? path;
        if (optional.includes(name)) return { path, external: true };
        const lazy = kind === 'require-call' || kind === 'require-resolve' || kind === 'dynamic-import';
        const from = packageOf(relative(root, importer).split(sep).join('/'));
        const manifest = manifestOf(from ? join(root, from.folder) : root);
        return lazy && mayBeMissing(manifest, name, from === undefined) ? { path, external: true } : undefined;
      });
    },
  };
}

/** Returns those of `names` that a build allowed to be missing without a setting, sorted: `knex asks for mysql`. */
export function allowedAbsentPackages(
  { inputs }: Metafile,
  names: readonly string[],
  optional: readonly string[],
): string[] {
  const borne = Object.entries(inputs).flatMap(([path, { imports }]) =>
    imports.flatMap((imported) => {
      const name = packageNameOf(imported.path) ?? imported.path;
      if (imported.external !== true || !names.includes(imported.path) || optional.includes(name)) return [];
      return [`${packageOf(path)?.name ?? path} asks for ${name}`];
    }),
  );
  return [...new Set(borne)].sort();
}

/** The packages that the Node.js runtimes contain (https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html). */
const BROUGHT = / asks for @aws-sdk\//;

/** Returns warnings about `borne`, the packages that a build did without. */
export function absentWarnings(borne: readonly string[]): string[] {
  const brought = borne.filter((each) => BROUGHT.test(each)).join(', ');
  const missing = borne.filter((each) => !BROUGHT.test(each)).join(', ');
  const fix = 'Install the ones that you use, and add the others to function.bundle.optional.';
  return [
    missing &&
      `Not installed, and therefore also missing on AWS: ${missing}. Code that needs them fails when it runs. ${fix}`,
    brought &&
      `Not installed: ${brought}. Lambda has its own version; in the stage local, code that needs them fails when it runs. ${fix}`,
  ].filter((text) => text !== '');
}

/** The project itself must list its optional packages. A package that lists nothing leaves the choice to its user. */
function mayBeMissing(manifest: Manifest, name: string, own: boolean): boolean {
  if (manifest.optionalDependencies?.[name] !== undefined) return true;
  if (manifest.peerDependenciesMeta?.[name]?.optional === true) return true;
  if (own) return false;
  return manifest.dependencies?.[name] === undefined && manifest.peerDependencies?.[name] === undefined;
}

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
