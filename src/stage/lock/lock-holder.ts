/** Who is changing a stage at this moment, for commands that only look. */
import type { Holder } from '../../aws/lock/lock-item.ts';
import { searched, type Unsearched } from '../../aws/sdk/unsearched.ts';
import { type LockParts, lockPlacesOf } from './with-lock.ts';

/**
 * One read. `undefined` when nobody holds the lock, or the holder's lease is over. A role that may look at everything else and
 * not at locks finds that in `unsearched`.
 */
export async function lockHolder(
  parts: Omit<LockParts, 'caller' | 'env'>,
  unsearched: Unsearched[],
): Promise<Holder | undefined> {
  const { store } = await lockPlacesOf(parts);
  const item = await searched('locks', unsearched, undefined, () => store.read());
  const now = parts.clients.serverTime.at(parts.clock.now());
  const over = item?.hold && now && now.earliest >= item.hold.expires;
  return over ? undefined : item?.hold?.holder;
}
