/** What is kept of the releases of a stage, for commands that have none of its sources. One read. */
import { keptContract, keptReleases } from '../../aws/releases/kept-item.ts';
import type { KeptRelease } from '../../aws/releases/kept-release.ts';
import { searched, type Unsearched } from '../../aws/sdk/unsearched.ts';
import type { Contract } from '../../contract/model/contract.ts';
import { isObject } from '../../contract/model/json.ts';
import { operationsOf } from '../../contract/model/operations.ts';
import { type LockParts, lockPlacesOf } from '../lock/with-lock.ts';

export type KeptContract = Pick<Contract, 'document' | 'operations'>;

export interface KeptReleases {
  /** By release id. */
  readonly releases: ReadonlyMap<string, KeptRelease>;
  /** As it was deployed; `undefined`: an older apikit made the release, or there was no room for it. */
  contractOf(release: string): KeptContract | undefined;
}

/**
 * Credentials that may look at the API and not at the table of the locks find that in `unsearched`, and nothing is known of any
 * release then; without it, the refusal is thrown.
 */
export async function keptReleasesOf(
  parts: Omit<LockParts, 'caller' | 'env'>,
  unsearched?: Unsearched[],
): Promise<KeptReleases> {
  const { store } = await lockPlacesOf(parts);
  const read = () => store.read();
  const item = unsearched ? await searched('records of releases', unsearched, undefined, read) : await read();
  return {
    releases: keptReleases(item?.attached),
    contractOf(release) {
      const document = keptContract(item?.attached, release);
      return isObject(document) ? { document, operations: operationsOf(document) } : undefined;
    },
  };
}
