/**
 * Whether the state in a data folder was made here. State holds functions, and a cloud that goes on with it may run them
 * at once: a stream has records that were not delivered yet. So state that came along with somebody's repository must not be
 * taken for the user's own. A cloud marks the state that it makes with a code that takes this user's key to write, and that
 * is good for this folder only.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { privateFolder } from '../../private-folder.ts';

/** What the mark is about: everything that a cloud reads back. */
const MARKED = ['state.jsonl', 'blobs', 'dynamodb', 'logs', 'metrics'];

export const MARK = 'made-here';

/** Where the user's key is kept: of the user alone, and in no project. */
function keyFolder(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_STATE_HOME || env.LOCALAPPDATA || join(homedir(), '.local', 'state'), 'apikit');
}

/**
 * Marks the folder's state as made here. State without this mark is put aside first, unless it is trusted: the folder to
 * which it was moved is returned. The caller holds the folder's lock.
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

/** Where the home folder takes no files, as in some containers, the key lasts as long as temporary files do. */
function userKey(env: NodeJS.ProcessEnv): string {
  try {
    return readKey(join(keyFolder(env), 'key'));
  } catch (error) {
    const folder = privateFolder();
    if ((error as NodeJS.ErrnoException).code === undefined || folder === undefined) throw error;
    return readKey(join(folder, 'key'));
  }
}

/** Made when it is first needed. Of several that make it at once, one is the first. */
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
