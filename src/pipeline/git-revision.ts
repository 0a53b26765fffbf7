/** The project's git revision, for the record of a release. Never part of its identity. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** `undefined` where there is no git or no commit: a release does not need one. */
export async function gitRevision(root: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', '--short=12', 'HEAD'], {
      cwd: root,
      timeout: 5_000,
    });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
