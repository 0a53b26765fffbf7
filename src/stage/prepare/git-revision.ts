/** The project's git revision, for the record of a release. It is never part of the release ID. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { packageRoot } from '../../files/package-root.ts';

/** Returns `undefined` if there is no git or no commit. A release does not need one. */
export async function gitRevision(root: string): Promise<string | undefined> {
  return (await git(root, ['rev-parse', '--short=12', 'HEAD'])) || undefined;
}

/**
 * Returns the revision with `-dirty` if the project has uncommitted changes. To compare files, git may run programs
 * that the repository's own configuration names, so only commands that run the project's code anyway may call this.
 */
export async function withDirtyMark(root: string, revision: string): Promise<string> {
  const changes = await git(root, ['-c', 'core.fsmonitor=false', 'status', '--porcelain', '--', '.']);
  return changes ? `${revision}-dirty` : revision;
}

/** Returns the address of the remote repository `origin`; `undefined` if there is none. */
export async function gitOrigin(root: string): Promise<string | undefined> {
  return (await git(root, ['remote', 'get-url', 'origin'])) || undefined;
}

async function git(root: string, args: readonly string[]): Promise<string | undefined> {
  try {
    // git is not started in the project's folder: Windows looks for programs in the current folder first, and a
    // repository may contain a git.exe.
    const { stdout } = await promisify(execFile)('git', ['-C', root, ...args], {
      cwd: packageRoot,
      timeout: 5_000,
    });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
