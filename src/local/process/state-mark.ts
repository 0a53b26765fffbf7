/**
 * Checks whether the state in a data folder was created on this machine by this user. State holds functions, and a
 * cloud that continues with it may run them at once, for example because a stream has undelivered records. State from a
 * cloned repository must therefore not count as the user's own. A cloud signs its state with the user's key; the
 * signature is valid only for this folder.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { privateFolder } from '../../files/private-folder.ts';

/** The files that the signature covers: everything that a cloud reads. */
const MARKED = ['state.jsonl', 'blobs', 'dynamodb', 'logs', 'metrics', 'objects'];

export const MARK = 'made-here';

/** The folder of the user's key: private to the user, and in no project. */
function keyFolder(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_STATE_HOME || env.LOCALAPPDATA || join(homedir(), '.local', 'state'), 'apikit');
}

/**
 * Signs the state of the folder. State without a valid signature is first moved aside, unless it is trusted; returns
 * the folder to which it was moved. The caller holds the lock of the folder.
 */
export function claimState(
  dataDir: string,
  options: { readonly trust: boolean; readonly now: number; readonly env: NodeJS.ProcessEnv },
): string | undefined {
  const mark = join(dataDir, MARK);
  const wanted = markOf(dataDir, userKey(options.env));
  if (isSame(readIfThere(mark), wanted)) return undefined;
  const present = MARKED.filter((name) => existsSync(join(dataDir, name)));
  let aside: string | undefined;
  if (present.length > 0 && !options.trust) {
    aside = join(dataDir, `not-made-here-${options.now}`);
    mkdirSync(aside, { mode: 0o700 });
    for (const name of present) renameSync(join(dataDir, name), join(aside, name));
  }
  const temporary = `${mark}.${process.pid}.${randomBytes(6).toString('hex')}`;
  writeFileSync(temporary, wanted, { mode: 0o600, flag: 'wx' });
  renameSync(temporary, mark);
  return aside;
}

function markOf(dataDir: string, key: string): string {
  return createHmac('sha256', key).update(realpathSync(dataDir)).digest('hex');
}

function isSame(found: string | undefined, wanted: string): boolean {
  return (
    found !== undefined && found.length === wanted.length && timingSafeEqual(Buffer.from(found), Buffer.from(wanted))
  );
}

/** If the home folder is not writable, as in some containers, the key lives as long as temporary files do. */
function userKey(env: NodeJS.ProcessEnv): string {
  try {
    return readKey(join(keyFolder(env), 'key'));
  } catch (error) {
    const folder = privateFolder();
    if ((error as NodeJS.ErrnoException).code === undefined || folder === undefined) throw error;
    return readKey(join(folder, 'key'));
  }
}

/** Creates the key when it is first needed. If several processes create it at once, one of them wins. */
function readKey(file: string): string {
  const found = readIfThere(file);
  if (found !== undefined && found !== '') return found;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
