/**
 * Takes the lock of a stage: one conditional write, and DynamoDB says whether it took effect. Why two processes never
 * both hold it is in docs/adr/0013-the-lock-is-a-conditional-write.md.
 */
import type { Clock } from '../../clock.ts';
import type { TimeBounds } from '../sdk/server-time.ts';
import type { FormerLock } from './former-lock.ts';
import { type AttachedData, type Hold, type Holder, LEASE, type LockItem } from './lock-item.ts';
import type { Claim, LockStore } from './lock-store.ts';

export interface TakeLockOptions {
  readonly store: LockStore;
  /** `undefined` if it cannot be read. */
  readonly former: FormerLock | undefined;
  readonly clock: Clock;
  /** The name of `clock`. Two readings of clocks with the same name can be compared. */
  readonly clockId: string;
  /** AWS's time when `clock` shows, or showed, this. */
  readonly awsTime: (local: number) => TimeBounds;
  /** Ends the wait. Calls in flight are completed. */
  readonly signal: AbortSignal;
  /** Unique to this attempt. */
  readonly id: string;
  readonly holder: Holder;
  /** When the caller began to read the stage, in the clock's milliseconds. */
  readonly observedFrom: number;
  /** Whether nothing of the stage existed when the caller read it. */
  readonly first: boolean;
  /** Data for the item, as in a `Claim`. */
  readonly attach?: readonly AttachedData[];
}

export interface TakenLock {
  /** The clock's milliseconds just before the claim was sent. The lease is not older than this. */
  readonly sentAt: number;
  /** Whether somebody else may have changed the stage after the caller began to read it. */
  readonly changedMeanwhile: boolean;
  /** The data that the item had beside the lock. */
  readonly attached: AttachedData;
}

export type TakeLockResult = { readonly taken: TakenLock } | { readonly refused: Hold };

/**
 * Makes one attempt, which is one write. `dead` is the ID of a hold whose process has certainly ended although its
 * lease has not expired.
 */
export async function tryToTakeLock(taking: TakeLockOptions, dead?: string): Promise<TakeLockResult> {
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
      // The item is deleted, so that the next process also reads the former lock.
      await store.remove(id);
      return { refused: hold };
    }
  }
  return { taken: { sentAt, changedMeanwhile: !isQuiet(before, taking), attached: before?.attached ?? {} } };
}

/** Whether nobody can have changed the stage since the caller began to read it. */
function isQuiet(before: LockItem | undefined, { clockId, awsTime, observedFrom, first }: TakeLockOptions): boolean {
  // A stage without an item was deployed by an older apikit, or somebody has just removed it.
  if (before === undefined) return first;
  // A holder that was cut off may have worked until now.
  const { hold, ended } = before;
  if (hold || ended?.how !== 'release') return false;
  // AWS's time is known only to a second or two. For a release by this very process, its own clock is more exact.
  if (ended.clock === clockId) return ended.local <= observedFrom;
  return ended.at < awsTime(observedFrom).earliest;
}

/**
 * The holder of the former lock of an older apikit. It is read only if no hold of the stage has ever ended in the
 * table, because an older apikit may then have deployed the stage last. If nobody holds it, it is removed.
 */
async function formerHold({ former, clock, awsTime }: TakeLockOptions): Promise<Hold | undefined> {
  const found = await former?.read();
  if (found === undefined || found === 'none') return undefined;
  if (found.hold && awsTime(clock.now()).earliest < found.hold.expires) return found.hold;
  await former?.remove();
  return undefined;
}

/** Milliseconds between the attempts of a process that waits. */
const POLL = 5_000;

export interface WaitOptions {
  /** Milliseconds. 0 does not wait. */
  readonly within: number;
  /** Called once for each hold that the process waits for. */
  onWait(hold: Hold): void;
  /** Whether the holder's process has certainly ended. */
  isGone(hold: Hold): Promise<boolean>;
}

/** Takes the lock, and waits for it if necessary. A refused attempt changes nothing, so waiting means trying again. */
export async function takeLock(taking: TakeLockOptions, patience: WaitOptions): Promise<TakeLockResult> {
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
