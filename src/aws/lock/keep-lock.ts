/**
 * Keeps a lock: renews its lease in the background, and aborts its signal if the renewals fail, well before anybody
 * else may take over.
 */
import type { Clock } from '../../clock.ts';
import { ApikitError } from '../../errors.ts';
import { errorMessage } from '../sdk/errors/sdk-error.ts';
import type { TimeBounds } from '../sdk/server-time.ts';
import { type Holder, LEASE } from './lock-item.ts';
import type { LockStore } from './lock-store.ts';
import type { TakenLock } from './take-lock.ts';

export interface KeepLockOptions {
  readonly store: LockStore;
  readonly clock: Clock;
  /** The name of `clock`, for the next process that takes the lock. */
  readonly clockId: string;
  /** AWS's time when `clock` shows this. */
  readonly awsTime: (local: number) => TimeBounds;
  readonly id: string;
  readonly holder: Holder;
}

export interface KeptLock {
  /** Aborts with an `ApikitError` as its reason when the lock is lost. No new work may begin then. */
  readonly signal: AbortSignal;
  /**
   * Releases the lock and removes the attributes with these names from its item. Does nothing if the lock was lost.
   * Throws AWS's error.
   */
  release(forget?: readonly string[]): Promise<void>;
  /** The same for a stage that was removed: deletes the whole item. */
  remove(): Promise<void>;
}

/** Milliseconds between renewals. A faster deploy makes none. */
const RENEW_AFTER = 30_000;
/** Milliseconds between tries of a failed renewal. */
const RENEW_AGAIN = 5_000;
/**
 * Milliseconds without a renewal after which the holder stops. Calls in flight then have a quarter of the lease to end.
 */
export const STOP_AFTER = (LEASE * 3) / 4;

export function keepLock(taken: TakenLock, { store, clock, clockId, awsTime, id, holder }: KeepLockOptions): KeptLock {
  const lost = new AbortController();
  const over = new AbortController();
  let { sentAt } = taken;
  let lastFailure: unknown;

  async function renew(): Promise<void> {
    const sending = clock.now();
    if (await store.renew(id, awsTime(sending).latest)) sentAt = sending;
    else lost.abort(lockLost(holder));
  }

  async function keepRenewing(): Promise<void> {
    let pause = RENEW_AFTER;
    while (!lost.signal.aborted) {
      await clock.sleep(pause, over.signal);
      try {
        await renew();
        pause = RENEW_AFTER;
      } catch (error) {
        lastFailure = error;
        pause = RENEW_AGAIN;
      }
    }
  }

  /** Runs beside the renewals, because a renewal may hang. */
  async function watch(): Promise<void> {
    while (!lost.signal.aborted) {
      const left = sentAt + STOP_AFTER - clock.now();
      if (left <= 0) lost.abort(notRenewed(holder, lastFailure));
      else await clock.sleep(left, over.signal);
    }
  }

  const ended = (error: unknown) => {
    if (!over.signal.aborted) throw error;
  };
  void keepRenewing().catch(ended);
  void watch().catch(ended);

  /**
   * Whether the lock is still ours. Does not wait for a renewal in flight: after a release, that renewal has no effect.
   */
  function stop(): boolean {
    over.abort();
    return !lost.signal.aborted && clock.now() < sentAt + STOP_AFTER;
  }
  return {
    signal: lost.signal,
    async release(forget = []) {
      if (!stop()) return;
      const local = clock.now();
      await store.end(id, { how: 'release', at: awsTime(local).latest, clock: clockId, local }, forget);
    },
    async remove() {
      if (stop()) await store.remove(id);
    },
  };
}

const AGAIN = 'Run the command again: it continues where this run stopped.';

function notRenewed({ what }: Holder, failure: unknown): ApikitError {
  const why = failure === undefined ? '' : ` ${errorMessage(failure).replace(/\.?$/, '.')}`;
  return new ApikitError(
    'LockLost',
    `The lock of this stage could not be renewed in time, so ${what} stopped before somebody else may take over.${why}`,
    { hint: AGAIN },
  );
}

function lockLost({ what }: Holder): ApikitError {
  return new ApikitError(
    'LockLost',
    `Somebody else has removed the lock of this stage or taken it over: ${what} stopped.`,
    {
      hint: 'Find out who did it before you run the command again: `apikit unlock` shows who holds the lock now.',
    },
  );
}
