/** This user's own folder among the system's temporary files, in which nobody else can put, change or read anything. */
import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * Absolute; made when it is missing. `undefined` where another user, a file or a link has taken its name: everybody may
 * make things there, and what stands in such a folder is not to be believed.
 */
export function privateFolder(parent = realpathSync(tmpdir())): string | undefined {
  const folder = join(parent, `apikit-${process.getuid?.() ?? userInfo().username}`);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const found = lstatSync(folder);
  const uid = process.getuid?.();
  // Windows has a temporary folder for each user.
  if (uid === undefined) return found.isDirectory() ? folder : undefined;
  return found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0 ? folder : undefined;
}
