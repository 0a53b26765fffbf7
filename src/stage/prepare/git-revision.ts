/** The project's git revision, for the record of a release. Never part of its identity. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { packageRoot } from '../../files/package-root.ts';

/** `undefined` where there is no git or no commit: a release does not need one. */
export async function gitRevision(root: string): Promise<string | undefined> {
  return (await git(root, ['rev-parse', '--short=12', 'HEAD'])) || undefined;
}

/**
 * The revision with the mark `-dirty` where the project has changes that are not committed. To compare files, git may run
 * programs that the repository's own configuration names: this is for commands that run the project's code anyway.
 */
export async function withDirtyMark(root: string, revision: string): Promise<string> {
  const changes = await git(root, ['-c', 'core.fsmonitor=false', 'status', '--porcelain', '--', '.']);
  return changes ? `${revision}-dirty` : revision;
}

async function git(root: string, args: readonly string[]): Promise<string | undefined> {
  try {
    // Not started in the project: Windows looks for programs in the current folder first, and someone's repository may
    // have a git.exe in it.
    const { stdout } = await promisify(execFile)('git', ['-C', root, ...args], {
      cwd: packageRoot,
      timeout: 5_000,
    });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
