/** Proves that a caller knows the secret of its client: Base64 of HMAC-SHA256 over user name and client ID. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PoolClient } from '../../../state/user-pools.ts';
import { notAuthorized } from '../errors.ts';

/** Throws NotAuthorizedException. Clients without a secret need no hash. */
export function checkSecretHash({ id, secret }: PoolClient, username: string, hash: string | undefined): void {
  if (secret === undefined) {
    if (hash !== undefined) throw notAuthorized(`Unable to verify secret hash for client ${id}`);
    return;
  }
  if (hash === undefined)
    throw notAuthorized(`Client ${id} is configured with secret but SECRET_HASH was not received`);
  const expected = createHmac('sha256', secret).update(`${username}${id}`).digest();
  const given = Buffer.from(hash, 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw notAuthorized(`SecretHash does not match for the client: ${id}`);
  }
}
