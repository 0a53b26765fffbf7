/**
 * Ensures one cloud per data folder with a lock file, which also has the endpoint. The file is created with O_EXCL. The
 * lock of a dead process is taken over, by one process only.
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
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { linkRefused, refuseLink } from '../../files/refuse-links.ts';
import { MARK } from './state-mark.ts';

export interface Holder {
  readonly pid: number;
  /** The endpoint; absent before the cloud listens, and while it stops. */
  readonly endpoint?: string;
  /** The folder to which state from elsewhere was moved; see `state-mark.ts`. */
  readonly aside?: string;
  /** When it began to start or to stop, in epoch milliseconds. */
  readonly since: number;
}

export interface FolderLock {
  /** Publishes the endpoint of the cloud. */
  announce(endpoint: string, aside: string | undefined): void;
  /** Records that the cloud no longer answers but still has the folder's files open. */
  leave(): void;
  release(): void;
}

/** A process that holds the folder without an endpoint has this long to start or to stop. */
const UNDER_WAY_MS = 15_000;

const lockPath = (dataDir: string) => join(dataDir, 'cloud.json');

export function readHolder(dataDir: string): Holder | undefined {
  return parseHolder(readLock(dataDir));
}

/** Returns the holder if it is alive: it answers on its endpoint with its own PID, or it is starting or stopping. */
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

/**
 * The endpoints of clouds. A lock file could come from a cloned repository, and must not send code and keys elsewhere.
 */
const ON_LOOPBACK = /^http:\/\/127\.0\.0\.1:\d+$/;

/**
 * A lock file that is not JSON is damaged and belongs to nobody, because locks are written to another file and then
 * linked.
 */
function parseHolder(text: string | undefined): Holder | undefined {
  if (text === undefined) return undefined;
  try {
    const holder = JSON.parse(text) as Holder;
    return holder.endpoint === undefined || ON_LOOPBACK.test(holder.endpoint) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** Takes the folder, or returns its holder. Throws ELOOP if the lock is a symbolic link. */
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

/** Only the user may read it, because it holds API keys and everything that functions store. */
export function makeDataDir(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
}

/** The files of a cloud in its folder, except the lock. Everything else in there belongs to the user. */
const STATE = ['state.jsonl', 'blobs', 'dynamodb', 'logs', 'metrics', 'objects', 'cloud.log', MARK];

/** Whether there is state for the next start. A cloud with `--memory` leaves none. */
export const keepsState = (dataDir: string): boolean => existsSync(join(dataDir, 'state.jsonl'));

/** Deletes the state in a folder that no cloud uses. The caller holds the lock of the folder. */
export function removeState(dataDir: string): void {
  for (const name of STATE) rmSync(join(dataDir, name), { recursive: true, force: true });
}

/**
 * Throws ELOOP if the state of a cloud is or contains a symbolic link, as opening without following does. A link could
 * come from a cloned repository, and the cloud would write to its target. The caller holds the lock of the folder.
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

/**
 * Creates the lock completely or not at all: the file is written under another name and then linked, and linking fails
 * if the name is taken.
 */
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

/** Never follows an existing link of that name, but removes it. */
function writeBeside(path: string, holder: Holder): string {
  const temporary = `${path}.${holder.pid}.new`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, JSON.stringify(holder), { mode: 0o600, flag: 'wx' });
  return temporary;
}

/**
 * Removes only the dead lock that was found. If another process has taken the lock in the meantime, its lock stays or
 * is put back.
 */
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
  const signal = AbortSignal.timeout(2_000);
  try {
    return ((await healthOf(endpoint, signal)) as { pid?: number }).pid === pid;
  } catch {
    // A refused or reset connection, or the response of another program, means that the cloud is not there. No response
    // means that it is busy: two clouds in one folder would be worse than waiting in vain.
    return signal.aborted;
  }
}

/**
 * Returns what a cloud says of itself. Each command for the stage `local` asks for it, and the first `fetch` of a
 * process would take longer than all the rest.
 */
export async function healthOf(endpoint: string, signal?: AbortSignal): Promise<unknown> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${endpoint}/_apikit/health`, { ...(signal && { signal }), agent: false }, resolve).on('error', reject);
  });
  return await json(response);
}
