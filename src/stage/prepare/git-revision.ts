/** The project's git revision, for the record of a release. It is never part of the release ID. */
import { git } from '../../files/git.ts';

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
