/** Installed packages: the package of a file, the folder of a package, and its package.json. Reads only. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ApikitError, EXIT } from '../../errors.ts';

/** The members of a package.json that apikit reads. */
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

/** Returns `@scope/name` for `@scope/name/sub/path`, and `undefined` for paths and Node's own modules. */
export function packageNameOf(specifier: string): string | undefined {
  return /^(?:@[^/]+\/)?[^./:@][^/:]*(?=\/|$)/.exec(specifier)?.[0];
}

/**
 * For `node_modules/a/node_modules/@b/c/lib/x.js` it returns the folder `node_modules/a/node_modules/@b/c` and the name
 * `@b/c`.
 */
export function packageOf(path: string): { folder: string; name: string } | undefined {
  const found = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)(?=\/)/.exec(path);
  return found ? { folder: found[0], name: found[1]! } : undefined;
}

/**
 * Returns the real folder of the package that code in the folder `from` gets by this name. It searches like Node.js, in
 * no folder above `highest`.
 */
export function findPackage(name: string, from: string, highest?: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    if (existsSync(join(found, 'package.json'))) return realpathSync(found);
    if (folder === highest || folder === dirname(folder)) return undefined;
  }
}

/**
 * Returns an empty manifest if there is no file. Such a package has no name and no dependencies.
 *
 * @throws ApikitError `PackageJsonInvalid`
 */
export function manifestOf(folder: string): Manifest {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return {};
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text) as Manifest;
  } catch (cause) {
    throw new ApikitError('PackageJsonInvalid', `${file} is not valid JSON: ${(cause as Error).message}`, {
      hint: 'Correct it. If it belongs to an installed package, install the package again.',
      exitCode: EXIT.usage,
      cause,
    });
  }
}

/**
 * Returns the optional peers, such as a library's drivers. Some packages list them only in `peerDependenciesMeta`,
 * which npm reads as a peer of any version.
 */
export function optionalPeers({ peerDependenciesMeta }: Manifest): string[] {
  return Object.keys(peerDependenciesMeta ?? {}).filter((name) => peerDependenciesMeta?.[name]?.optional === true);
}

/**
 * Whether `name` is only a development tool of the project, from the view of one of its packages. A project that has
 * all packages in `devDependencies`, because it bundles them, does not make this distinction.
 */
export function isTool(project: Manifest, name: string, from: string): boolean {
  const { dependencies = {}, devDependencies = {} } = project;
  return dependencies[from] !== undefined && dependencies[name] === undefined && devDependencies[name] !== undefined;
}
