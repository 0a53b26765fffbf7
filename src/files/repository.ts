/** Finds the repository of a folder. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Says how a user gives a project and a file beside it the same repository. It ends a hint that names another way. */
export const WHAT_COUNTS =
  'put both below one folder with a `.git` or, if no folder above the project has one, with a `pnpm-workspace.yaml` or with `workspaces` in its package.json. Folders above the home folder do not count, and the home folder itself only with a `.git`, in a pipeline (`CI=true`).';

/**
 * The nearest folder upwards with a `.git`. Without one, as in a container build, it is the nearest root of an npm,
 * yarn or pnpm workspace. The home folder and the folders above it do not count, because some users keep their settings
 * in git there. `folder` is a real path.
 */
export async function repositoryOf(
  folder: string,
  home: string = homedir(),
  { homeCounts = false }: { readonly homeCounts?: boolean } = {},
): Promise<string | undefined> {
  const realHome = await realpath(home).catch(() => home);
  const above = foldersUpTo(folder, realHome);
  const isBelowHome = dirname(realHome) !== realHome && isAtOrAbove(realHome, folder);
  const withGit = await firstOf(homeCounts && isBelowHome ? [...above, realHome] : above, hasGit);
  return withGit ?? (await firstOf(above, isWorkspaceRoot));
}

/**
 * Does the same for the folder of a project. In a pipeline, a home folder with a `.git` counts, too: jobs in containers
 * often have their checkout as home folder.
 */
export function repositoryOfProject(
  folder: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | undefined> {
  return repositoryOf(folder, env.HOME || homedir(), { homeCounts: !['', '0', 'false'].includes(env.CI ?? '') });
}

/**
 * Whether a folder is the home folder or above it. The files in such a folder do not belong together. Both are real
 * paths.
 */
export async function holdsHome(folder: string, home: string = homedir()): Promise<boolean> {
  return dirname(folder) === folder || isAtOrAbove(folder, await realpath(home).catch(() => home));
}

/** Whether a folder is, or contains, another folder. Both are real paths. */
export function isAtOrAbove(folder: string, other: string): boolean {
  return other === folder || other.startsWith(join(folder, '/'));
}

function foldersUpTo(folder: string, home: string): string[] {
  const found: string[] = [];
  for (let at = folder; at !== dirname(at) && !isAtOrAbove(at, home); at = dirname(at)) found.push(at);
  return found;
}

async function firstOf(folders: string[], test: (folder: string) => Promise<boolean>): Promise<string | undefined> {
  for (const folder of folders) if (await test(folder)) return folder;
  return undefined;
}

const isThere = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined)) !== undefined;

const hasGit = (folder: string): Promise<boolean> => isThere(join(folder, '.git'));

async function isWorkspaceRoot(folder: string): Promise<boolean> {
  if (await isThere(join(folder, 'pnpm-workspace.yaml'))) return true;
  const manifest = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}');
  try {
    return (JSON.parse(manifest) as { workspaces?: unknown } | null)?.workspaces !== undefined;
  } catch {
    // A package.json that is not JSON declares no workspace.
    return false;
  }
}
