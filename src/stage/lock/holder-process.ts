/**
 * Whether the process that held a lock is gone, so that its lock need not be waited for. Sure, or else "not known": a note of
 * this machine's own says which process a hold belongs to, and Linux says whether that one is there (docs/adr/0013-the-lock-is-a-conditional-write.md).
 */
import { lstatSync, mkdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** All of it together is one process of one running system, ever. */
interface ProcessMark {
  /** Of the running system: new at every start. Containers share it with their host. */
  readonly boot: string;
  /** In which process ids and times are to be read. The number of one that is in use is nobody else's. */
  readonly namespaces: string;
  readonly uid: number;
  readonly pid: number;
  /** Clock ticks from the start of the system to that of the process: a process id is used again, this with it is not. */
  readonly started: string;
}

export interface HolderNotes {
  /** Says that a hold is this process's. Where that cannot be said for sure, nothing is noted. */
  put(hold: string): void;
  remove(hold: string): void;
  /** The process id of the holder, if it ran here and is there no more. */
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
      // What comes from the table names no other file.
      if (!/^[\w-]+$/.test(hold)) return undefined;
      const mark = ignoringFiles(() => (isOurs(folder) ? readFileSync(fileOf(hold), 'utf8') : undefined));
      return mark === undefined ? undefined : goneProcess(mark);
    },
  };
}

/** In the temporary folder anybody may have made a folder of this name, or a link that leads to one of ours. */
function isOurs(folder: string): boolean {
  const found = lstatSync(folder);
  return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

function goneProcess(note: string): number | undefined {
  const own = thisProcess();
  const { boot, namespaces, uid, pid, started } = parsed(note);
  if (!own || own.boot !== boot || own.namespaces !== namespaces || own.uid !== uid || pid === undefined)
    return undefined;
  const state = stateOf(pid);
  if (state === 'not known') return undefined;
  return state === 'none' || state.started !== started ? pid : undefined;
}

/** A note that is damaged says nothing. */
function parsed(note: string): Partial<ProcessMark> {
  try {
    return JSON.parse(note) as Partial<ProcessMark>;
  } catch {
    return {};
  }
}

/** `undefined` where Linux does not say it, or says it of another namespace than the one that we are in. */
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

/** Field 22 of `stat` is the start; the name, field 2, may have blanks and brackets in it. A zombie does nothing more. */
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

/** What cannot be read or written is not known; a lock without a note is waited for. */
function ignoringFiles<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return undefined;
  }
}
