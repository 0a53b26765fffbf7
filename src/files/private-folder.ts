/** Folders of this user, in which no other user can create, change or read anything. */
import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * A folder in the system's folder for temporary files. It is absolute, and it is created if it is missing. Returns
 * `undefined` if another user, a file or a link has taken its name: everyone can create files there, so the contents of
 * such a folder cannot be trusted.
 */
export function privateFolder(parent = realpathSync(tmpdir())): string | undefined {
  return ownFolder(join(parent, `apikit-${process.getuid?.() ?? userInfo().username}`));
}

/**
 * A folder for code that apikit runs. Node.js looks for packages in all folders above a module, so it would load a
 * `node_modules` that another user created in the folder for temporary files. Returns `undefined` if the home folder is
 * not writable.
 */
export function codeFolder(env: NodeJS.ProcessEnv): string | undefined {
  try {
    const caches = env.XDG_CACHE_HOME || env.LOCALAPPDATA || join(homedir(), '.cache');
    // A relative path would be in the project (and the XDG specification ignores it).
    if (!isAbsolute(caches)) return undefined;
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
  // On Windows, every user has such folders.
  if (uid === undefined) return found.isDirectory() ? folder : undefined;
  return found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0 ? folder : undefined;
}
