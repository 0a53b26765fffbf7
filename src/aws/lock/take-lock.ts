/**
 * Takes the lock of a stage: one conditional write, of which DynamoDB says whether it took effect. The argument why two never
 * both hold it is in docs/adr/0013-the-lock-is-a-conditional-write.md.
 */
import type { Clock } from '../../clock.ts';
import type { TimeBounds } from '../sdk/server-time.ts';
import type { FormerLock } from './former-lock.ts';
import { type Attached, type Hold, type Holder, LEASE, type LockItem } from './lock-item.ts';
import type { Claim, LockStore } from './lock-store.ts';

export interface Taking {
  readonly store: LockStore;
  /** `undefined` where nobody can look for it. */
  readonly former: FormerLock | undefined;
  readonly clock: Clock;
  /** Names `clock`: two readings of a clock of this name can be compared with one another. */
  readonly clockId: string;
  /** AWS's time when `clock` says, or said, so. */
  readonly awsTime: (local: number) => TimeBounds;
  /** Ends waiting; what is in flight is left to finish. */
  readonly signal: AbortSignal;
  /** Unique to this attempt. */
  readonly id: string;
  readonly holder: Holder;
  /** When the caller began to look at the stage, in the clock's milliseconds. */
  readonly observedFrom: number;
  /** Whether the caller saw nothing of the stage. */
  readonly first: boolean;
  /** As of a `Claim`. */
  readonly attach?: readonly Attached[];
}

export interface Taken {
  /** The clock's milliseconds just before the claim was sent: the lease is not older than this. */
  readonly sentAt: number;
  /** Whether somebody else may have changed the stage after the caller began to look at it. */
  readonly changedMeanwhile: boolean;
  /** What was in the item beside the lock. */
  readonly attached: Attached;
}

export type Attempt = { readonly taken: Taken } | { readonly refused: Hold };

/** One attempt: one write. `dead`: id of a hold that is known to be over although its lease is not. */
export async function tryToTakeLock(taking: Taking, dead?: string): Promise<Attempt> {
  const { store, clock, awsTime, id, holder, first, attach } = taking;
  let sentAt = 0;
  const claimed = await store.claim((): Claim => {
    sentAt = clock.now();
    const { earliest, latest } = awsTime(sentAt);
    const expired = earliest - LEASE;
    return { id, holder, renewed: latest, expired, ...(dead !== undefined && { dead }), ...(attach && { attach }) };
  });
  if ('refused' in claimed) return claimed;
  const before = claimed.taken;
  if (!before?.ended && !(first && before === undefined)) {
    const hold = await formerHold(taking);
    if (hold) {
      // The item goes, so that whoever comes next looks at the former lock, too.
      await store.remove(id);
      return { refused: hold };
    }
  }
  return { taken: { sentAt, changedMeanwhile: !isQuiet(before, taking), attached: before?.attached ?? {} } };
}

/** Whether nobody can have changed the stage since the caller began to look at it. */
function isQuiet(before: LockItem | undefined, { clockId, awsTime, observedFrom, first }: Taking): boolean {
  // A stage that is there without an item was deployed by an older apikit, or somebody has just destroyed it.
  if (before === undefined) return first;
  // Whoever was cut off, rather than done, may have been at work until now.
  const { hold, ended } = before;
  if (hold || ended?.how !== 'release') return false;
  // AWS's time is known to a second or two. Of a release by this very process its own clock says more.
  if (ended.clock === clockId) return ended.local <= observedFrom;
  return ended.at < awsTime(observedFrom).earliest;
}

/**
 * Who holds the lock as an older apikit kept it. Asked only when no hold of the stage was ever ended in the table, which is so
 * when an older apikit was the last to deploy it. When nobody holds it, it is removed.
 */
async function formerHold({ former, clock, awsTime }: Taking): Promise<Hold | undefined> {
  const found = await former?.read();
  if (found === undefined || found === 'none') return undefined;
  if (found.hold && awsTime(clock.now()).earliest < found.hold.expires) return found.hold;
  await former?.remove();
  return undefined;
}

/** ms between the attempts of somebody who waits. */
const POLL = 5_000;

export interface Patience {
  /** ms; 0 does not wait. */
  readonly within: number;
  /** Called once for every hold that is waited for. */
  onWait(hold: Hold): void;
  /** Whether the holder is known for sure to do nothing any more. */
  isGone(hold: Hold): Promise<boolean>;
}

/** Takes the lock, waiting for it if need be. An attempt that is refused changes nothing, so waiting is trying again. */
export async function takeLock(taking: Taking, patience: Patience): Promise<Attempt> {
  const { clock, signal } = taking;
  const until = clock.now() + patience.within;
  let dead: string | undefined;
  let waitedFor: string | undefined;
  for (;;) {
    const attempt = await tryToTakeLock(taking, dead);
    if ('taken' in attempt) return attempt;
    const { refused } = attempt;
    if (await patience.isGone(refused)) {
      dead = refused.id;
      continue;
    }
    const left = until - clock.now();
    if (left <= 0) return attempt;
    if (refused.id !== waitedFor) patience.onWait(refused);
    waitedFor = refused.id;
    await clock.sleep(Math.min(POLL, left), signal);
  }
}
