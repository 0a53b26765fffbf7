/**
 * The keys that sign a pool's tokens, one for each kind. They are created when first needed, because that takes a
 * while.
 */
import type { CloudIds } from '../../cloud/cloud.ts';
import { newSigningKey } from '../../cloud/json-web-token.ts';
import { type Collections, type PoolKeys, poolKeys } from '../../state/user-pools.ts';

export async function keysOf(context: Collections, ids: CloudIds, poolId: string): Promise<PoolKeys> {
  const known = poolKeys(context).get(poolId);
  if (known) return known;
  const [id, access] = await Promise.all([newSigningKey(newKeyId(ids)), newSigningKey(newKeyId(ids))]);
  // Another call may have stored a key in the meantime; a key that has signed a token must stay.
  const meanwhile = poolKeys(context).get(poolId);
  if (meanwhile) return meanwhile;
  const keys = { id, access };
  poolKeys(context).put(poolId, keys);
  return keys;
}

/** 32 bytes in Base64, the format of key IDs of pools. */
const newKeyId = (ids: CloudIds): string => Buffer.from(ids.short(32)).toString('base64');
