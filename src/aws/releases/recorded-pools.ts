/**
 * The user pools in the record of a release. A pool that was created again has another ARN, and the release ID does not
 * contain it, because it is computed before any pool exists.
 */
import { createHash } from 'node:crypto';
import type { Later } from '../../engine/resource.ts';

/** The characters for the pools in a record, which has other parts, too. */
const POOLS_LIMIT = 400;

/**
 * The pools by name and ID, for the record. Returns `undefined` if there are none. A pool that does not exist yet has
 * no ID.
 */
export function recordedPools(userPools: Readonly<Record<string, Later<string>>> = {}): string | undefined {
  const ids = Object.entries(userPools).map(([name, arn]) => `${name}=${String(arn).split('/').at(-1)}`);
  if (ids.length === 0) return undefined;
  const text = ids.sort().join(' ');
  return text.length <= POOLS_LIMIT ? text : createHash('sha256').update(text).digest('hex');
}
