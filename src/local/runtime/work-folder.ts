/**
 * The folder of this cloud among the user's caches: unpacked code, and records of the processes that run it. A cloud
 * that is killed cannot clean up, so the next cloud removes its folder and ends the processes that still run from it.
 * Folders of other users are not touched.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeFolder, privateFolder } from '../../files/private-folder.ts';

export interface WorkFolder {
  /** The absolute path; the folder is created at the first call. */
  path(): string;
  noteProcess(pid: number): void;
  forgetProcess(pid: number): void;
  close(): void;
}

const PREFIX = 'code-';
const OWNER = /^code-(\d+)-/;
const PROCESSES = 'processes';

/**
 * `parent` is the folder for temporary files of all users. It holds the work folder if the user has no better place.
 */
export function createWorkFolder(parent = realpathSync(tmpdir()), env = process.env): WorkFolder {
  let root: string | undefined;
  const path = (): string => {
    if (root !== undefined) return root;
    const own = codeFolder(env) ?? privateFolder(parent);
    if (own !== undefined) removeAbandoned(own);
    // If another user has taken the name, the folder is equally private, but no later cloud will find it.
    root = mkdtempSync(join(own ?? parent, `${own === undefined ? 'apikit-' : ''}${PREFIX}${process.pid}-`));
    mkdirSync(join(root, PROCESSES));
    // This ends Node's search for the package of a module, so that a package.json in a parent folder has no effect.
    writeFileSync(join(root, 'package.json'), '{}\n');
    return root;
  };
  return {
    path,
    noteProcess: (pid) => writeFileSync(join(path(), PROCESSES, String(pid)), ''),
    forgetProcess(pid) {
      if (root !== undefined) rmSync(join(root, PROCESSES, String(pid)), { force: true });
    },
    close() {
      if (root !== undefined) removeTree(root);
      root = undefined;
    },
  };
}

function removeAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    const owner = OWNER.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const abandoned = join(parent, name);
    const folder = join(parent, name.replace(OWNER, `${PREFIX}${process.pid}-`));
    if (!takeOver(abandoned, folder)) continue;
    const noted = join(folder, PROCESSES);
    const pids = existsSync(noted) ? readdirSync(noted).map(Number) : [];
    for (const pid of pids) if (runsFrom(pid, abandoned)) killGroupOf(pid);
    removeTree(folder);
  }
}

/** Several clouds that start together find the same folders. The rename succeeds for one of them, which removes it. */
function takeOver(abandoned: string, folder: string): boolean {
  try {
    renameSync(abandoned, folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return false;
  }
}

function killGroupOf(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It has ended since it was found.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Removes a folder of code, whose subfolders are read-only (`code-cache.ts`). Links are removed, not followed. */
export function removeTree(folder: string): void {
  openFolders(folder);
  rmSync(folder, { recursive: true, force: true });
}

function openFolders(folder: string): void {
  if (!existsSync(folder)) return;
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) openFolders(join(folder, entry.name));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The PID may belong to another program by now. The command line of a worker ends with its code folder. */
function runsFrom(pid: number, folder: string): boolean {
  if (!isAlive(pid)) return false;
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout?.includes(`${folder}/`) ?? false;
}
