/**
 * The user pools in the record of a release, with their clients if the definition names these, too. A pool or a client
 * that was created again has another ID, and the release ID does not contain it, because it is computed before any pool
 * exists.
 */
import { createHash } from 'node:crypto';
import type { Later } from '../../engine/resource.ts';

/** The characters for the pools in a record, which has other parts, too. */
const POOLS_LIMIT = 400;

/**
 * The pools by name and ID, for the record: `main=<pool>`, or `main=<pool>/<client>`. Returns `undefined` if there are
 * none. A pool or a client that does not exist yet has no ID.
 */
export function recordedPools(
  userPools: Readonly<Record<string, Later<string>>> = {},
  clients: Readonly<Record<string, Later<string>>> = {},
): string | undefined {
  const ids = Object.entries(userPools).map(([name, arn]) => {
    const client = clients[name];
    return `${name}=${String(arn).split('/').at(-1)}${client === undefined ? '' : `/${String(client)}`}`;
  });
  if (ids.length === 0) return undefined;
  const text = ids.sort().join(' ');
  return text.length <= POOLS_LIMIT ? text : createHash('sha256').update(text).digest('hex');
}
