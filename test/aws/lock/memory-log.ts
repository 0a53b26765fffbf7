/** Parameter Store's side of the lock in memory: every put gets the next version, everything stays readable. */
import type { Entry, LoggedEntry } from '../../../src/aws/lock/lock-log.ts';
import type { LockStore } from '../../../src/aws/lock/lock-parameter.ts';

export interface MemoryLog extends LockStore {
  entries: LoggedEntry[];
  /** So many of the newest entries are not seen by the next read. */
  hidden: number;
}

export function memoryLog(now: () => number): MemoryLog {
  function put(entry: Entry): number {
    log.entries.push({ version: (log.entries.at(-1)?.version ?? 0) + 1, at: now(), entry });
    log.entries.splice(0, log.entries.length - 100);
    return log.entries.at(-1)?.version as number;
  }
  function visible(): LoggedEntry[] {
    const seen = log.entries.slice(0, Math.max(0, log.entries.length - log.hidden));
    log.hidden = 0;
    return seen;
  }
  const log: MemoryLog = {
    entries: [],
    hidden: 0,
    append: async (entry) => put(entry),
    begin: async (entry) => log.entries.length === 0 && put(entry) === 1,
    versions: async (...numbers) => visible().filter(({ version }) => numbers.includes(version)),
    history: async () => visible(),
    tag: async () => {},
    remove: async () => void log.entries.splice(0),
  };
  return log;
}
