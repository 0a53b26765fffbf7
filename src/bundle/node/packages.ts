/** Installed packages: which one a file belongs to, where one is found, and what its package.json says. Reads only. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The parts of a package.json that are read here. */
export interface Manifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly gypfile?: boolean;
  readonly binary?: unknown;
}

/** `@scope/name/sub/path` → `@scope/name`; `undefined` for paths and for Node's own modules. */
export function packageNameOf(specifier: string): string | undefined {
  return /^(?:@[^/]+\/)?[^./:@][^/:]*(?=\/|$)/.exec(specifier)?.[0];
}

/** `node_modules/a/node_modules/@b/c/lib/x.js` → its folder, `node_modules/a/node_modules/@b/c`, and its name, `@b/c`. */
export function packageOf(path: string): { folder: string; name: string } | undefined {
  const found = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)(?=\/)/.exec(path);
  return found ? { folder: found[0], name: found[1]! } : undefined;
}

/** The real folder of the package that code in the folder `from` gets by this name, as Node.js looks for it. */
export function findPackage(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    if (existsSync(join(found, 'package.json'))) return realpathSync(found);
    if (folder === dirname(folder)) return undefined;
  }
}

/** Empty where there is none; a package without one has no name, and cannot depend on anything. */
export function manifestOf(folder: string): Manifest {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : {};
}

/**
 * The packages beside which this one works if they are there: a library's drivers. Some packages name them in
 * `peerDependenciesMeta` alone, which npm takes for a peer of any version.
 */
export function optionalPeers({ peerDependenciesMeta }: Manifest): string[] {
  return Object.keys(peerDependenciesMeta ?? {}).filter((name) => peerDependenciesMeta?.[name]?.optional === true);
}

/**
 * Whether `name` is there for the development of the project alone, as seen from one of its packages. A project that keeps all of
 * its packages among `devDependencies`, since they are bundled, makes no such difference.
 */
export function isTool(project: Manifest, name: string, from: string): boolean {
  const { dependencies = {}, devDependencies = {} } = project;
  return dependencies[from] !== undefined && dependencies[name] === undefined && devDependencies[name] !== undefined;
}
