/**
 * Packages that are asked for and not installed. Some need not be: drivers of which a library uses one, helpers that it
 * tries. What asks for them then fails when it is reached, as it does in Node.js; for all others the bundle fails.
 */
import { join, relative, sep } from 'node:path';
import type { Message, Metafile, Plugin } from 'esbuild';
import { type Manifest, manifestOf, packageNameOf, packageOf } from './packages.ts';

/** The packages that a failed build has not found, by the names that they were asked for. */
export function unresolvedNames(errors: readonly Message[]): string[] {
  const names = errors.flatMap(({ text }) => /^Could not resolve "([^"]+)"/.exec(text)?.[1] ?? []);
  return [...new Set(names)].filter((name) => packageNameOf(name) !== undefined).sort();
}

/**
 * Decides about `names`, each where it is asked for. A package may be missing when
 * - `optional`, the project's setting, names it;
 * - code asks for it that runs only when it is reached (`require`, `import()`), in a package that does not list it among
 *   what it needs: as optional, as an optional peer or not at all.
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

/** Those of `names` that a build has borne and that no setting names, sorted: `knex asks for mysql`. */
export function bornePackages({ inputs }: Metafile, names: readonly string[], optional: readonly string[]): string[] {
  const borne = Object.entries(inputs).flatMap(([path, { imports }]) =>
    imports.flatMap((imported) => {
      const name = packageNameOf(imported.path) ?? imported.path;
      if (imported.external !== true || !names.includes(imported.path) || optional.includes(name)) return [];
      return [`${packageOf(path)?.name ?? path} asks for ${name}`];
    }),
  );
  return [...new Set(borne)].sort();
}

/** Of what the runtimes of Node.js have (https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html). */
const BROUGHT = / asks for @aws-sdk\//;

/** What is worth knowing of `borne`, the packages that a build has done without. */
export function absentWarnings(borne: readonly string[]): string[] {
  const brought = borne.filter((each) => BROUGHT.test(each)).join(', ');
  const missing = borne.filter((each) => !BROUGHT.test(each)).join(', ');
  const fix = 'Install what you use, or name the others in function.bundle.optional.';
  return [
    missing &&
      `Not installed, and so missing on AWS, too: ${missing}. Code that gets there fails; the rest works. ${fix}`,
    brought &&
      `Not installed: ${brought}. Lambda brings a version of its own; in the stage local, code that gets there fails. ${fix}`,
  ].filter((text) => text !== '');
}

/** The project itself says what it can do without; a package that lists nothing leaves it to its user. */
function mayBeMissing(manifest: Manifest, name: string, own: boolean): boolean {
  if (manifest.optionalDependencies?.[name] !== undefined) return true;
  if (manifest.peerDependenciesMeta?.[name]?.optional === true) return true;
  if (own) return false;
  return manifest.dependencies?.[name] === undefined && manifest.peerDependencies?.[name] === undefined;
}

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
