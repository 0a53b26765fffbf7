/**
 * Finds out whether the process that held a lock has ended, so that nobody has to wait for its lock. The answer is
 * certain or "not known": a note on this computer says which process holds the lock, and Linux says whether that
 * process exists (docs/adr/0013-the-lock-is-a-conditional-write.md).
 */
import { lstatSync, mkdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Identifies one process of one running system. No other process ever has the same mark. */
interface ProcessMark {
  /** The ID of the running system, new at every boot. Containers share it with their host. */
  readonly boot: string;
  /**
   * The namespaces in which the process ID and the time are valid. Linux does not reuse the number of a namespace that
   * is in use.
   */
  readonly namespaces: string;
  readonly uid: number;
  readonly pid: number;
  /** Clock ticks from the boot to the start of the process. Linux reuses a process ID, but not together with this. */
  readonly started: string;
}

export interface HolderNotes {
  /** Notes that this process has the hold. Writes nothing if the mark of the process is not certain. */
  put(hold: string): void;
  remove(hold: string): void;
  /** The process ID of the holder, if it ran on this computer and has ended. */
  deadHolder(hold: string): number | undefined;
}

export function holderNotes(folder = join(tmpdir(), `apikit-${process.getuid?.() ?? 'user'}`)): HolderNotes {
  const fileOf = (hold: string) => join(folder, `${hold}.json`);
  return {
    put(hold) {
      const mark = thisProcess();
      if (!mark) return;
      ignoringFiles(() => {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        if (isOurs(folder)) writeFileSync(fileOf(hold), JSON.stringify(mark), { mode: 0o600, flag: 'wx' });
      });
    },
    remove(hold) {
      ignoringFiles(() => isOurs(folder) && rmSync(fileOf(hold), { force: true }));
    },
    deadHolder(hold) {
      // A hold's ID comes from the table. It must not name another file.
      if (!/^[\w-]+$/.test(hold)) return undefined;
      const mark = ignoringFiles(() => (isOurs(folder) ? readFileSync(fileOf(hold), 'utf8') : undefined));
      return mark === undefined ? undefined : endedProcess(mark);
    },
  };
}

/** Anybody may have created a folder of this name in the temporary folder, or a link that leads to one of ours. */
function isOurs(folder: string): boolean {
  const found = lstatSync(folder);
  return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

function endedProcess(note: string): number | undefined {
  const own = thisProcess();
  const { boot, namespaces, uid, pid, started } = parsed(note);
  if (!own || own.boot !== boot || own.namespaces !== namespaces || own.uid !== uid || pid === undefined)
    return undefined;
  const state = stateOf(pid);
  if (state === 'not known') return undefined;
  return state === 'none' || state.started !== started ? pid : undefined;
}

/** A damaged note means "not known". */
function parsed(note: string): Partial<ProcessMark> {
  try {
    return JSON.parse(note) as Partial<ProcessMark>;
  } catch {
    return {};
  }
}

/** Returns `undefined` if Linux does not say it, or describes another namespace than ours. */
function thisProcess(): ProcessMark | undefined {
  return ignoringFiles(() => {
    const [own, ...outer] = /^NSpid:\s*(.*)$/m.exec(read('self/status'))?.[1]?.split(/\s+/) ?? [];
    const state = stateOf(process.pid);
    const uid = process.getuid?.();
    if (own !== String(process.pid) || outer.length > 0 || typeof state === 'string' || uid === undefined)
      return undefined;
    const namespaces = ['pid', 'time'].map((kind) => readlinkSync(`/proc/self/ns/${kind}`)).join(' ');
    const boot = read('sys/kernel/random/boot_id').trim();
    return { boot, namespaces, uid, pid: process.pid, started: state.started };
  });
}

/** Field 22 of `stat` is the start time. The name, field 2, may contain blanks and brackets. A zombie has ended. */
function stateOf(pid: number): { started: string } | 'none' | 'not known' {
  let stat: string;
  try {
    stat = read(`${pid}/stat`);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return ['ENOENT', 'ESRCH'].includes(code) ? 'none' : 'not known';
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, started] = [fields[0], fields[22 - 3]];
  if (state === 'Z' || state === 'X') return 'none';
  return started === undefined ? 'not known' : { started };
}

const read = (path: string) => readFileSync(`/proc/${path}`, 'utf8');

/** A file that cannot be read or written means "not known". Others then wait for the lock. */
function ignoringFiles<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return undefined;
  }
}
