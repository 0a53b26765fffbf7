/** The holder of a stage's lock, for commands that only read. */
import type { Holder } from '../../aws/lock/lock-item.ts';
import { searchOrSkip, type Unsearched } from '../../aws/sdk/unsearched.ts';
import { type LockParts, lockStoresOf } from './with-lock.ts';

/**
 * Makes one read. Returns `undefined` if nobody holds the lock or the lease has expired. Credentials that may not read
 * locks add an entry to `unsearched`.
 */
export async function lockHolder(
  parts: Omit<LockParts, 'caller' | 'env'>,
  unsearched: Unsearched[],
): Promise<Holder | undefined> {
  const { store } = await lockStoresOf(parts);
  const item = await searchOrSkip('locks', unsearched, undefined, () => store.read());
  const now = parts.clients.serverTime.at(parts.clock.now());
  const over = item?.hold && now && now.earliest >= item.hold.expires;
  return over ? undefined : item?.hold?.holder;
}
