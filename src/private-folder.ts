/** This user's own folders, in which nobody else can put, change or read anything. */
import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * Among the system's temporary files. Absolute; made when it is missing. `undefined` where another user, a file or a link has
 * taken its name: everybody may make things there, and what stands in such a folder is not to be believed.
 */
export function privateFolder(parent = realpathSync(tmpdir())): string | undefined {
  return ownFolder(join(parent, `apikit-${process.getuid?.() ?? userInfo().username}`));
}

/**
 * For code that is run. Node.js looks for packages in all folders above a module: a `node_modules` that somebody made among the
 * temporary files would be loaded as this user. `undefined` where the home folder takes no files.
 */
export function codeFolder(env: NodeJS.ProcessEnv): string | undefined {
  const caches = env.XDG_CACHE_HOME || env.LOCALAPPDATA || join(homedir(), '.cache');
  try {
    mkdirSync(caches, { recursive: true, mode: 0o700 });
    return ownFolder(join(realpathSync(caches), 'apikit'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return undefined;
  }
}

function ownFolder(folder: string): string | undefined {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const found = lstatSync(folder);
  const uid = process.getuid?.();
  // Windows has such folders for each user.
  if (uid === undefined) return found.isDirectory() ? folder : undefined;
  return found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0 ? folder : undefined;
}
