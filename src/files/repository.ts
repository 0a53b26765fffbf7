/** Finds the repository of a folder. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * The nearest folder upwards with a `.git`. Without one, as in a container build, it is the nearest root of an npm,
 * yarn or pnpm workspace. The home folder and the folders above it do not count, because some users keep their settings
 * in git there. `folder` is a real path.
 */
export async function repositoryOf(folder: string, home: string = homedir()): Promise<string | undefined> {
  const above = foldersUpTo(folder, await realpath(home).catch(() => home));
  return (await firstOf(above, hasGit)) ?? (await firstOf(above, isWorkspaceRoot));
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
