/** Runs work under the lock of a stage: takes the lock, renews it during the work, and releases it in every case. */
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { hostname, userInfo } from 'node:os';
import { type FormerLock, formerLock } from '../../aws/lock/former-lock.ts';
import { describeHolder, holderText } from '../../aws/lock/holder.ts';
import { type KeptLock, keepLock } from '../../aws/lock/keep-lock.ts';
import type { AttachedData, Hold } from '../../aws/lock/lock-item.ts';
import { type LockStore, lockStore } from '../../aws/lock/lock-store.ts';
import { takeLock } from '../../aws/lock/take-lock.ts';
import { forgettable } from '../../aws/releases/kept-item.ts';
import type { Clients } from '../../aws/sdk/clients.ts';
import { explainError } from '../../aws/sdk/errors/explain-error.ts';
import type { Clock } from '../../clock.ts';
import type { StageConfig } from '../../config/config.ts';
import { isInterruption } from '../../engine/interruption.ts';
import { ApikitError, interrupted } from '../../errors.ts';
import { version } from '../../files/version.ts';
import { type HolderNotes, holderNotes } from './holder-process.ts';

export interface LockParts {
  readonly clients: Clients;
  readonly config: StageConfig;
  /** The ARN of the caller. */
  readonly caller: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
  readonly warn: (text: string) => void;
}

export interface LockedWork<T> {
  /** The command of the holder, shown to others who are refused: `apikit deploy --stage prod`. */
  readonly command: string;
  /** Milliseconds to wait for another holder. 0 refuses at once. */
  readonly wait: number;
  /** When the caller began to look at the stage, in the clock's milliseconds. */
  readonly observedFrom: number;
  /** Whether nothing of the stage existed. */
  readonly first: boolean;
  /**
   * `signal` aborts on Ctrl-C and when the lock is lost. If `changedMeanwhile` is true, somebody may have changed the
   * stage since `observedFrom`: read and plan again.
   */
  run(locked: Locked): Promise<T>;
  /** Data that the item of the lock stores from now on, as in `Claim`. */
  readonly attach?: readonly AttachedData[];
  /** Whether the lock's item is deleted at the end, because the stage is removed. */
  readonly leaveNothing?: boolean;
}

export interface Locked {
  readonly signal: AbortSignal;
  readonly changedMeanwhile: boolean;
  /** The releases that exist. The records of other releases are deleted when the lock is released. */
  keepReleases(releases: readonly string[]): void;
}

/** Identifies the clock. Readings of `Clock.now()` can be compared only within one process. */
const CLOCK_ID = randomUUID();

/** The stores of a lock: the item in the table, and the parameter that an older apikit used. */
export interface LockStores {
  readonly store: LockStore;
  readonly former: FormerLock;
}

export async function lockStoresOf(parts: Omit<LockParts, 'caller' | 'env'>): Promise<LockStores> {
  const { clients, config, clock, signal, note, warn } = parts;
  const store = lockStore({ client: await clients.dynamodb(), clock, signal, note }, config);
  return { store, former: formerLock(clients.ssm, config, { clock, warn }) };
}

/**
 * Throws `Locked` if another process holds the lock and the wait is over, and `LockLost` if the lock is lost during the
 * work.
 */
export async function withLock<T>(parts: LockParts, work: LockedWork<T>): Promise<T> {
  const { clock, signal, env, clients } = parts;
  const { store, former } = await lockStoresOf(parts);
  const user = userName(env);
  const facts = { caller: parts.caller, user, host: hostname(), env, command: work.command };
  const holder = describeHolder({ ...facts, now: clock.now(), version: version() });
  const id = randomUUID();
  const awsTime = (local: number) => clients.serverTime.at(local) ?? noServerTime();
  const holding = { store, clock, clockId: CLOCK_ID, awsTime, id, holder };
  const { observedFrom, first, attach } = work;
  const notes = holderNotes();
  const gone: string[] = [];

  // The note comes before the claim: a process that is killed at any later moment leaves no lock without a note.
  notes.put(id);
  const attempt = await takeLock(
    { ...holding, former, signal, observedFrom, first, ...(attach && { attach }) },
    {
      within: work.wait,
      onWait: (hold) => parts.note(`Waiting for the lock of ${nameOf(parts)}: ${holderText(hold.holder)}.`),
      async isGone(hold) {
        if (!(await isGone(hold, notes, parts))) return false;
        gone.push(hold.id);
        return true;
      },
    },
  ).catch((error: unknown) => {
    if (!isInterruption(error, signal)) throw error;
    throw interrupted(`Interrupted while waiting for the lock of ${nameOf(parts)}; nothing was changed.`);
  });
  if ('refused' in attempt) {
    notes.remove(id);
    throw locked(parts, attempt.refused, work.wait);
  }

  // The notes go after the claim: a process that is killed while it takes over leaves the note for the next one.
  for (const dead of gone) notes.remove(dead);
  const kept = keepLock(attempt.taken, holding);
  let leaveNothing = false;
  let forget: readonly string[] = [];
  const attached = { ...attempt.taken.attached, ...attach?.[0] };
  const keepReleases = (releases: readonly string[]) => {
    forget = forgettable(attached, new Set(releases));
  };
  try {
    const all = AbortSignal.any([signal, kept.signal]);
    // All calls and waits in flight listen to this signal. Node.js would warn about so many listeners.
    setMaxListeners(0, all);
    const { changedMeanwhile } = attempt.taken;
    const result = await work.run({ signal: all, changedMeanwhile, keepReleases });
    leaveNothing = work.leaveNothing === true;
    return result;
  } catch (error) {
    throw kept.signal.aborted && !signal.aborted ? lostLockError(error, kept.signal.reason) : error;
  } finally {
    await releaseLock(kept, { forget, ...(leaveNothing && { former }) }, parts);
    notes.remove(id);
  }
}

/** Milliseconds. AWS still carries out the requests of a killed process, within seconds. */
const UNDER_WAY = 3_000;

/**
 * Whether the holder was a process of this computer that was killed, or stopped by a second Ctrl-C. Its lock would
 * otherwise stay until the lease expires.
 */
async function isGone({ id, holder }: Hold, notes: HolderNotes, parts: LockParts): Promise<boolean> {
  const pid = notes.deadHolder(id);
  if (pid === undefined) return false;
  parts.note(
    `${nameOf(parts)} was locked for ${holder.what} by a process of this machine that no longer runs (pid ${pid}): taking over.`,
  );
  await parts.clock.sleep(UNDER_WAY, parts.signal);
  return true;
}

function noServerTime(): never {
  throw new ApikitError('NoServerTime', "AWS's responses have no Date header, and the lock takes the time from it.", {
    hint: 'A proxy seems to remove the header: let the proxy pass it on, and run the command again. Nothing was changed.',
  });
}

/**
 * A lock that cannot be released is a nuisance for the next command, and not a failure of this one, whose work is done.
 */
async function releaseLock(
  kept: KeptLock,
  { forget, former }: { forget: readonly string[]; former?: FormerLock },
  parts: LockParts,
): Promise<void> {
  try {
    await (former ? kept.remove() : kept.release(forget));
    await former?.remove();
  } catch (error) {
    const why = explainError(error)?.message ?? String(error);
    parts.warn(`The lock of ${nameOf(parts)} could not be released; it expires by itself in two minutes. ${why}`);
  }
}

function nameOf({ config: { app, stage } }: LockParts): string {
  return `${app}/${stage}`;
}

function locked(parts: LockParts, { holder }: Hold, waited: number): ApikitError {
  const { stage } = parts.config;
  const still = waited > 0 ? ` after ${Math.round(waited / 1000)} s of waiting` : '';
  return new ApikitError('Locked', `${nameOf(parts)} is locked${still}: ${holderText(holder)}. Nothing was changed.`, {
    hint: `Wait for it with --wait. The lock of a process that died expires by itself within two minutes; to remove it at once, run: apikit unlock --stage ${stage}`,
  });
}

/** The error for lost work: first the reason why it stopped, then how far it came. */
function lostLockError(error: unknown, reason: unknown): unknown {
  if (!(error instanceof ApikitError && error.code === 'Interrupted' && reason instanceof ApikitError)) return error;
  const { message, hint } = reason;
  const lost = new ApikitError(reason.code, `${message} ${error.message}`, { ...(hint && { hint }), cause: error });
  return 'report' in error ? Object.assign(lost, { report: error.report }) : lost;
}

function userName(env: LockParts['env']): string | undefined {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a user ID that has no name.
    return env.USER;
  }
}
