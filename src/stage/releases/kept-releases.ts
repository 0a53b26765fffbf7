/** The records of a stage's releases, for commands that have none of its sources. Makes one read. */
import { keptContract, keptReleases } from '../../aws/releases/kept-item.ts';
import type { KeptRelease } from '../../aws/releases/kept-release.ts';
import { searchOrSkip, type Unsearched } from '../../aws/sdk/unsearched.ts';
import { type ApiDocument, apiDocument } from '../../contract/model/api-document.ts';
import { isObject } from '../../contract/model/json.ts';
import { type LockParts, lockStoresOf } from '../lock/with-lock.ts';

export interface KeptReleases {
  /** The records by release ID. */
  readonly releases: ReadonlyMap<string, KeptRelease>;
  /**
   * The contract of the release; `undefined` if an older apikit created the release, or if there was no room for it.
   */
  contractOf(release: string): ApiDocument | undefined;
}

/**
 * With `unsearched`, credentials that may read the API but not the lock table add an entry to it, and no record is
 * known. Without it, the error is thrown.
 */
export async function keptReleasesOf(
  parts: Omit<LockParts, 'caller' | 'env'>,
  unsearched?: Unsearched[],
): Promise<KeptReleases> {
  const { store } = await lockStoresOf(parts);
  const read = () => store.read();
  const item = unsearched ? await searchOrSkip('records of releases', unsearched, undefined, read) : await read();
  return {
    releases: keptReleases(item?.attached),
    contractOf(release) {
      const document = keptContract(item?.attached, release);
      return isObject(document) ? apiDocument(document) : undefined;
    },
  };
}
