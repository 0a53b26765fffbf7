/**
 * Takes the lock of a stage: writes a claim, and then looks which place in the log it got. The argument why two can never
 * both believe to hold it is in docs/adr/0005-the-lock.md.
 */
import type { Clock } from '../../clock.ts';
import { ApikitError } from '../../errors.ts';
import { completeLog } from './complete-log.ts';
import { followsRelease, type Hold, type Holder, LEASE, type LockState, type LoggedEntry, replay } from './lock-log.ts';
import type { LockStore } from './lock-parameter.ts';

export interface Taking {
  readonly store: LockStore;
  readonly clock: Clock;
  /** Ends waiting; what is in flight is left to finish. */
  readonly signal: AbortSignal;
  /** Unique to this attempt. */
  readonly id: string;
  readonly holder: Holder;
  /** When the caller began to look at the stage, in the clock's milliseconds. */
  readonly observedFrom: number;
  /** Whether the caller saw nothing of the stage, so that there is probably no log either. */
  readonly first: boolean;
}

export interface Taken {
  /** Of the last entry that is known to count. */
  readonly version: number;
  /** The clock's milliseconds just before that entry was sent: the lease is not older than this. */
  readonly sentAt: number;
  /** Whether somebody else may have changed the stage after the caller began to look at it. */
  readonly changedMeanwhile: boolean;
}

export type Attempt = { readonly taken: Taken } | { readonly refused: Hold };

/** One attempt. In the ordinary case one write and one read. */
export async function tryToTakeLock(taking: Taking): Promise<Attempt> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { store, clock, holder, id } = taking;
    const claim = { entry: 'claim', id, ...holder } as const;
    const sentAt = clock.now();
    if (taking.first && tries === 0 && (await store.begin(claim))) {
      return { taken: { version: 1, sentAt, changedMeanwhile: false } };
    }
    const version = await store.append(claim);
    const answeredAt = clock.now();
    if (version === 1) {
      // A log that was not there although the stage was: an older apikit deployed it, or somebody has just destroyed it.
      await store.tag();
      return { taken: { version, sentAt, changedMeanwhile: !taking.first } };
    }
    const near = await store.versions(version - 1, version);
    const [previous, own] = [version - 1, version].map((wanted) => near.find((one) => one.version === wanted));
    const since = answeredAt - taking.observedFrom;
    if (own?.entry?.id === id && followsRelease(version, previous)) {
      return { taken: { version, sentAt, changedMeanwhile: own.at - (previous as LoggedEntry).at <= since } };
    }
    const log = await completeLog(taking, version);
    if (log) return judged(replay(log), log, { ...taking, version, sentAt, since });
  }
  throw new ApikitError('LockUnreadable', 'The lock of this stage was written, but could not be read back.', {
    hint: 'Somebody may be destroying the stage right now. Run the command again in a minute.',
  });
}

/** Claims whose log vanished under them (a destroy) are made anew. */
const TRIES = 3;

interface Judging extends Taking {
  version: number;
  sentAt: number;
  since: number;
}

function judged({ hold, before }: LockState, log: readonly LoggedEntry[], judging: Judging): Attempt {
  if (!hold) throw new Error('the log of a lock has a claim and no holder');
  if (hold.id !== judging.id) return { refused: hold };
  const { version, sentAt, since, first } = judging;
  const claimedAt = log.find((one) => one.version === version)?.at ?? 0;
  // Whoever was cut off rather than done may have been at work until now, whatever the log says. A log that says nothing of a
  // stage that was there began after a destroy.
  const quiet = before === undefined ? first : before.end === 'release' && claimedAt - before.at > since;
  return { taken: { version, sentAt, changedMeanwhile: !quiet } };
}

/** How long a waiting contender looks away. */
const POLL = 5_000;

export interface Patience {
  /** ms; 0 does not wait. */
  readonly within: number;
  /** Called once for every holder that is waited for. */
  onWait(hold: Hold): void;
  /** Whether the holder is known for sure to do nothing any more. */
  isGone(hold: Hold): Promise<boolean>;
}

/**
 * Takes the lock, waiting for it if need be. Waiting only reads: a claim is written when the holder has released, or has
 * not renewed for a whole lease while we watched. The lock of a holder that is known to be gone is ended as by hand.
 */
export async function takeLock(taking: Taking, patience: Patience): Promise<Attempt> {
  const until = taking.clock.now() + patience.within;
  let waited = false;
  for (;;) {
    const attempt = await tryToTakeLock(taking);
    if ('taken' in attempt) return waited ? { taken: { ...attempt.taken, changedMeanwhile: true } } : attempt;
    const { refused } = attempt;
    if (await patience.isGone(refused)) await taking.store.append({ entry: 'unlock', id: refused.id });
    else {
      if (patience.within === 0) return attempt;
      patience.onWait(refused);
      if (!(await untilGone(refused, taking, patience, until))) return attempt;
    }
    waited = true;
  }
}

/** `false`: the patience is over first. */
async function untilGone(
  refused: Hold,
  { store, clock, signal }: Taking,
  { isGone }: Patience,
  until: number,
): Promise<boolean> {
  let seen = { version: refused.version, at: clock.now() };
  for (;;) {
    const left = until - clock.now();
    if (left <= 0) return false;
    await clock.sleep(Math.min(POLL, left), signal);
    const { hold } = replay(await store.history());
    if (hold?.id !== refused.id) return true;
    if (hold.version !== seen.version) seen = { version: hold.version, at: clock.now() };
    if (clock.now() - seen.at >= LEASE || (await isGone(refused))) return true;
  }
}
