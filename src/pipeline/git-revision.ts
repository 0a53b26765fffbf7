/** The project's git revision, for the record of a release. Never part of its identity. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { packageRoot } from '../package-root.ts';

/** `undefined` where there is no git or no commit: a release does not need one. */
export async function gitRevision(root: string): Promise<string | undefined> {
  try {
    // Not started in the project: Windows looks for programs in the current folder first, and someone's repository may
    // have a git.exe in it.
    const { stdout } = await promisify(execFile)('git', ['-C', root, 'rev-parse', '--short=12', 'HEAD'], {
      cwd: packageRoot,
      timeout: 5_000,
    });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
