/** Work on a stage that only one may do at a time: takes the lock, keeps it while working, and gives it back whatever happens. */
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { hostname, userInfo } from 'node:os';
import type { Clients } from '../aws/clients.ts';
import { explainError } from '../aws/explain-error.ts';
import { describeHolder, holderText } from '../aws/lock/holder.ts';
import { type KeptLock, keepLock } from '../aws/lock/keep-lock.ts';
import type { Hold } from '../aws/lock/lock-log.ts';
import { type LockStore, lockParameter } from '../aws/lock/lock-parameter.ts';
import { takeLock } from '../aws/lock/take-lock.ts';
import type { Clock } from '../clock.ts';
import type { StageConfig } from '../config/config.ts';
import { isInterruption } from '../engine/interruption.ts';
import { ApikitError, interrupted } from '../errors.ts';
import { stageTags } from '../stack/tags.ts';
import { version } from '../version.ts';
import { type HolderNotes, holderNotes } from './holder-process.ts';

export interface LockParts {
  readonly clients: Clients;
  readonly config: StageConfig;
  /** ARN of the caller. */
  readonly caller: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
  readonly warn: (text: string) => void;
}

export interface LockedWork<T> {
  /** What the holder does, for those who are refused: `apikit deploy --stage prod`. */
  readonly command: string;
  /** ms to wait for another holder; 0 refuses at once. */
  readonly wait: number;
  /** When the caller began to look at the stage, in the clock's milliseconds. */
  readonly observedFrom: number;
  /** Whether there was nothing of the stage. */
  readonly first: boolean;
  /**
   * `signal` aborts on Ctrl-C and when the lock is lost. With `changedMeanwhile`, somebody may have changed the stage since
   * `observedFrom`: what was seen and planned then must be seen and planned again.
   */
  run(locked: { signal: AbortSignal; changedMeanwhile: boolean }): Promise<T>;
  /** Whether the lock's own parameter goes too once the work is done: the stage is gone. */
  readonly leaveNothing?: boolean;
}

export async function lockStoreOf(clients: Clients, config: StageConfig): Promise<LockStore> {
  return lockParameter(await clients.ssm(), config, stageTags(config));
}

/** Throws `Locked` when another holds the lock and the patience is over, `LockLost` when it was lost on the way. */
export async function withLock<T>(parts: LockParts, work: LockedWork<T>): Promise<T> {
  const { clock, signal, env } = parts;
  const store = await lockStoreOf(parts.clients, parts.config);
  const user = userName(env);
  const facts = { caller: parts.caller, user, host: hostname(), env, command: work.command };
  const holder = describeHolder({ ...facts, now: clock.now(), version: version() });
  const id = randomUUID();
  const { observedFrom, first } = work;
  const notes = holderNotes();

  const attempt = await takeLock(
    { store, clock, signal, id, holder, observedFrom, first },
    {
      within: work.wait,
      onWait: (hold) => parts.note(`Waiting for the lock of ${nameOf(parts)}: ${holderText(hold.holder)}.`),
      isGone: async (hold) => await isGone(hold, notes, parts),
    },
  ).catch((error: unknown) => {
    if (!isInterruption(error, signal)) throw error;
    throw interrupted(`Interrupted while waiting for the lock of ${nameOf(parts)}; nothing was changed.`);
  });
  if ('refused' in attempt) throw locked(parts, attempt.refused, work.wait);

  notes.put(id);
  const kept = keepLock(attempt.taken, { store, clock, id, holder });
  let leaveNothing = false;
  try {
    const all = AbortSignal.any([signal, kept.signal]);
    // Every call and wait in flight listens, and there are more of them than Node.js thinks healthy.
    setMaxListeners(0, all);
    const result = await work.run({ signal: all, changedMeanwhile: attempt.taken.changedMeanwhile });
    leaveNothing = work.leaveNothing === true;
    return result;
  } catch (error) {
    throw kept.signal.aborted && !signal.aborted ? lostOnTheWay(error, kept.signal.reason) : error;
  } finally {
    await giveBack(kept, leaveNothing, parts);
    notes.remove(id);
  }
}

/** ms. What a process had sent when it was killed is carried out all the same, within seconds. */
const UNDER_WAY = 3_000;

/** A process of this machine that was killed, or stopped by a second Ctrl-C, would hold its lock until the lease is over. */
async function isGone({ id, holder }: Hold, notes: HolderNotes, parts: LockParts): Promise<boolean> {
  const pid = notes.deadHolder(id);
  if (pid === undefined) return false;
  parts.note(
    `${nameOf(parts)} was locked for ${holder.what} by a process of this machine that is gone (pid ${pid}): taking over.`,
  );
  await parts.clock.sleep(UNDER_WAY, parts.signal);
  notes.remove(id);
  return true;
}

/** The work has ended as it has: a lock that cannot be given back is a nuisance for the next one, no failure of this one. */
async function giveBack(kept: KeptLock, leaveNothing: boolean, parts: LockParts): Promise<void> {
  try {
    await (leaveNothing ? kept.remove() : kept.release());
  } catch (error) {
    const why = explainError(error)?.message ?? String(error);
    parts.warn(`The lock of ${nameOf(parts)} could not be given back; it expires by itself in two minutes. ${why}`);
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

/** What the work says about how far it came, under the reason why it stopped. */
function lostOnTheWay(error: unknown, reason: unknown): unknown {
  if (!(error instanceof ApikitError && error.code === 'Interrupted' && reason instanceof ApikitError)) return error;
  const { message, hint } = reason;
  const lost = new ApikitError(reason.code, `${message} ${error.message}`, { ...(hint && { hint }), cause: error });
  return 'report' in error ? Object.assign(lost, { report: error.report }) : lost;
}

function userName(env: LockParts['env']): string | undefined {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return env.USER;
  }
}
