/** What is kept of the releases of a stage, for commands that only look. One read. */
import { keptReleases } from '../aws/releases/kept-item.ts';
import { searched, type Unsearched } from '../aws/unsearched.ts';
import type { KeptRelease } from '../stack/kept-release.ts';
import { type LockParts, lockPlacesOf } from './with-lock.ts';

/**
 * By release id. Credentials that may look at the API and not at the table of the locks find that in `unsearched`, and
 * nothing is known of any release then.
 */
export async function keptReleasesOf(
  parts: Omit<LockParts, 'caller' | 'env'>,
  unsearched: Unsearched[],
): Promise<ReadonlyMap<string, KeptRelease>> {
  const { store } = await lockPlacesOf(parts);
  const item = await searched('records of releases', unsearched, undefined, () => store.read());
  return keptReleases(item?.attached);
}
