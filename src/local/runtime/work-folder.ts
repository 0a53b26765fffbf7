/**
 * This cloud's folder among the system's temporary files: unpacked code, and notes of the processes that run it. A
 * cloud that is killed cannot clean up; the next one to start removes its folder and ends what still runs from it
 * (only a function in an endless loop can: the others notice that their cloud is gone).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface WorkFolder {
  /** Absolute; made on the first call. */
  path(): string;
  noteProcess(pid: number): void;
  forgetProcess(pid: number): void;
  close(): void;
}

const PREFIX = 'apikit-code-';
const PROCESSES = 'processes';

export function createWorkFolder(): WorkFolder {
  let root: string | undefined;
  const path = (): string => {
    if (root !== undefined) return root;
    const parent = realpathSync(tmpdir());
    removeAbandoned(parent);
    root = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`));
    mkdirSync(join(root, PROCESSES));
    // Ends Node's search for the package that a module belongs to, so that a stray package.json above changes nothing.
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
      if (root !== undefined) rmSync(root, { recursive: true, force: true });
      root = undefined;
    },
  };
}

function removeAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const folder = join(parent, name);
    const noted = join(folder, PROCESSES);
    const pids = existsSync(noted) ? readdirSync(noted).map(Number) : [];
    for (const pid of pids) if (runsFrom(pid, folder)) process.kill(-pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The number may belong to another program by now: a worker's command line ends with its code folder. */
function runsFrom(pid: number, folder: string): boolean {
  if (!isAlive(pid)) return false;
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout?.includes(`${folder}/`) ?? false;
}
