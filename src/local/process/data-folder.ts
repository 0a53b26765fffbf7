/**
 * One cloud per data folder: the lock that a running cloud holds there, which also says where it listens. Held by a
 * file made with O_EXCL; the lock of a dead process is taken over, one taker only.
 */
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { linkRefused, refuseLink } from '../../refuse-links.ts';
import { MARK } from './state-mark.ts';

export interface Holder {
  readonly pid: number;
  /** Absent until the cloud listens, and again once it is stopping. */
  readonly endpoint?: string;
  /** Where state was moved that was not made here; see `state-mark.ts`. */
  readonly aside?: string;
  /** When it began to start or to stop; ms since the epoch. */
  readonly since: number;
}

export interface FolderLock {
  /** Publishes where the cloud listens. */
  announce(endpoint: string, aside: string | undefined): void;
  /** Says that the cloud no longer answers but still has the folder's files open. */
  leave(): void;
  release(): void;
}

/** A process that holds the folder without an endpoint is given this long to start or to stop. */
const UNDER_WAY_MS = 15_000;

const lockPath = (dataDir: string) => join(dataDir, 'cloud.json');

export function readHolder(dataDir: string): Holder | undefined {
  return parseHolder(readLock(dataDir));
}

/** The holder if it lives: it answers on its endpoint with its own pid, or is on its way there or away. */
export async function liveHolder(dataDir: string, now: number): Promise<Holder | undefined> {
  return ifAlive(readHolder(dataDir), now);
}

async function ifAlive(holder: Holder | undefined, now: number): Promise<Holder | undefined> {
  if (!holder || !processExists(holder.pid)) return undefined;
  if (holder.endpoint === undefined) return now - holder.since < UNDER_WAY_MS ? holder : undefined;
  return (await answersAs(holder.endpoint, holder.pid)) ? holder : undefined;
}

function readLock(dataDir: string): string | undefined {
  try {
    return readFileSync(lockPath(dataDir), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Where clouds listen. A lock may have come with someone's repository, and must not send code and keys elsewhere. */
const ON_LOOPBACK = /^http:\/\/127\.0\.0\.1:\d+$/;

/** A lock that is not JSON is a broken disk's, nobody's: locks are written beside and linked into place. */
function parseHolder(text: string | undefined): Holder | undefined {
  if (text === undefined) return undefined;
  try {
    const holder = JSON.parse(text) as Holder;
    return holder.endpoint === undefined || ON_LOOPBACK.test(holder.endpoint) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** Takes the folder, or returns who has it. Throws ELOOP when the lock is a link. */
export async function lockFolder(
  dataDir: string,
  now: () => number,
): Promise<{ lock: FolderLock } | { heldBy: Holder }> {
  makeDataDir(dataDir);
  refuseLink(lockPath(dataDir));
  for (;;) {
    const mine: Holder = { pid: process.pid, since: now() };
    if (createExclusively(lockPath(dataDir), mine)) return { lock: makeLock(dataDir, mine, now) };
    const seen = readLock(dataDir);
    const heldBy = await ifAlive(parseHolder(seen), now());
    if (heldBy) return { heldBy };
    if (seen !== undefined) removeStale(dataDir, seen);
  }
}

/** For the user alone: it holds API keys and whatever the functions store. */
export function makeDataDir(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
}

/** What clouds keep in their folder, the lock aside. Anything else in there is the user's. */
const STATE = ['state.jsonl', 'blobs', 'dynamodb', 'logs', 'metrics', 'cloud.log', MARK];

/** Whether there is something for the next start; a cloud with `--memory` leaves nothing. */
export const keepsState = (dataDir: string): boolean => existsSync(join(dataDir, 'state.jsonl'));

/** Forgets what is stored in a folder that no cloud uses. The caller holds its lock. */
export function removeState(dataDir: string): void {
  for (const name of STATE) rmSync(join(dataDir, name), { recursive: true, force: true });
}

/**
 * Throws ELOOP, as opening without following does, when what clouds keep is or holds a symbolic link: it may have come
 * with someone's repository, and a cloud would write wherever it points. The caller holds the folder's lock.
 */
export function refuseLinkedState(dataDir: string): void {
  for (const name of STATE) {
    const path = join(dataDir, name);
    refuseLink(path);
    if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) continue;
    const link = readdirSync(path, { recursive: true, withFileTypes: true }).find((entry) => entry.isSymbolicLink());
    if (link) throw linkRefused(join(link.parentPath, link.name));
  }
}

function makeLock(dataDir: string, mine: Holder, now: () => number): FolderLock {
  return {
    announce: (endpoint, aside) =>
      replace(lockPath(dataDir), { ...mine, endpoint, ...(aside !== undefined && { aside }) }),
    leave: () => replace(lockPath(dataDir), { ...mine, since: now() }),
    release() {
      if (readHolder(dataDir)?.pid === mine.pid) rmSync(lockPath(dataDir), { force: true });
    },
  };
}

/** Complete or not there: written beside and linked into place, since a link fails when the name is taken. */
function createExclusively(path: string, holder: Holder): boolean {
  const temporary = writeBeside(path, holder);
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function replace(path: string, holder: Holder): void {
  renameSync(writeBeside(path, holder), path);
}

/** Never through what is there: a link of that name is removed, not followed. */
function writeBeside(path: string, holder: Holder): string {
  const temporary = `${path}.${holder.pid}.new`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, JSON.stringify(holder), { mode: 0o600, flag: 'wx' });
  return temporary;
}

/** Removes the lock that was found dead, and only that one: a faster taker's is left, or put back where it was. */
function removeStale(dataDir: string, dead: string): void {
  const path = lockPath(dataDir);
  if (readLock(dataDir) !== dead) return;
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') !== dead) linkSync(aside, path);
  rmSync(aside, { force: true });
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function answersAs(endpoint: string, pid: number): Promise<boolean> {
  try {
    const response = await fetch(`${endpoint}/_apikit/health`, { signal: AbortSignal.timeout(2_000) });
    return ((await response.json()) as { pid?: number }).pid === pid;
  } catch (error) {
    // Refused, reset or another program's answer is not that cloud's. Silence is a cloud that is busy: two of them in
    // one folder would be worse than waiting for none.
    return (error as Error).name === 'TimeoutError';
  }
}
