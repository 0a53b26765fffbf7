/** Reads the log of a lock so that nothing before a given entry can be missing. */
import type { Clock } from '../../clock.ts';
import type { LoggedEntry } from './lock-log.ts';
import type { LockStore } from './lock-parameter.ts';

export interface Reading {
  readonly store: LockStore;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Of the hold that wrote the entry. */
  readonly id: string;
}

/** ms between looks for entries that are written but not visible yet. */
const VISIBILITY_PAUSE = 500;
const LOOKS = 10;

/**
 * Everything up to our own entry `version`. Versions are consecutive, so a read that is behind shows as a gap, and is
 * repeated. `undefined`: our entry is not there to be read, because the log was removed.
 */
export async function completeLog(
  { store, clock, signal, id }: Reading,
  version: number,
): Promise<LoggedEntry[] | undefined> {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    if (looks > 0) await clock.sleep(VISIBILITY_PAUSE, signal);
    const log = (await store.history()).filter((one) => one.version <= version);
    const own = log.find((one) => one.version === version);
    const oldest = Math.min(...log.map((one) => one.version));
    if (own && own.entry?.id !== id) return undefined;
    if (own && log.length === version - oldest + 1) return log;
  }
  return undefined;
}
