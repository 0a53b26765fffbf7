/** Asks git about a folder. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { packageRoot } from './package-root.ts';

/** Returns what git prints, or `undefined` if there is no git or it fails. */
export async function git(root: string, args: readonly string[]): Promise<string | undefined> {
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
