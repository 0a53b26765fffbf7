/** The repository of a folder: as far as what belongs together reaches. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * The next folder upwards with a `.git`; where there is none, as in a container's build, the next one that is the root of a
 * workspace of npm, yarn or pnpm. Neither the home folder nor one above it counts, though some keep their settings in git
 * there. `folder` is real.
 */
export async function repositoryOf(folder: string, home: string = homedir()): Promise<string | undefined> {
  const above = foldersUpTo(folder, await realpath(home).catch(() => home));
  return (await firstOf(above, hasGit)) ?? (await firstOf(above, isWorkspaceRoot));
}

/** Whether a folder is the home folder or one above it, whose files do not belong together. Both are real. */
export async function holdsHome(folder: string, home: string = homedir()): Promise<boolean> {
  return dirname(folder) === folder || isAtOrAbove(folder, await realpath(home).catch(() => home));
}

/** Whether a folder is another one or has it in it. Both are real. */
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
    // A package.json that is no JSON declares no workspace.
    return false;
  }
}
