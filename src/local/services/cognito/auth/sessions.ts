/** Sign-ins and their refresh tokens; only a hash of the token is stored. */
import { createHash, randomBytes } from 'node:crypto';
import type { OperationContext } from '../../../cloud/operation.ts';
import { type Session, sessions, type User, type UserPool } from '../../../state/user-pools.ts';
import { putUser } from '../look-up.ts';

const keyOf = (refreshToken: string): string => createHash('sha256').update(refreshToken).digest('base64url');

/** Returns the refresh token. */
export function openSession(context: OperationContext, session: Omit<Session, 'revoked'>): string {
  const kept = sessions(context);
  const now = context.cloud.clock.now();
  for (const key of kept.keys()) if (kept.get(key)!.expiresAt <= now) kept.delete(key);
  const refreshToken = randomBytes(96).toString('base64url');
  kept.put(keyOf(refreshToken), { ...session, revoked: false });
  return refreshToken;
}

export const findSession = (context: OperationContext, refreshToken: string): Session | undefined =>
  sessions(context).get(keyOf(refreshToken));

export function revokeSession(context: OperationContext, refreshToken: string): void {
  const key = keyOf(refreshToken);
  const session = sessions(context).get(key);
  if (session) sessions(context).put(key, { ...session, revoked: true });
}

/** Whether the sign-in with this `origin_jti` was revoked. */
export const isRevoked = (context: OperationContext, originJti: unknown): boolean =>
  sessions(context)
    .values()
    .some((session) => session.revoked && session.originJti === originJti);

/** Ends all sign-ins of a user. Tokens that are verified without Cognito stay valid until they expire. */
export function signOut(context: OperationContext, pool: UserPool, user: User): void {
  const kept = sessions(context);
  for (const key of kept.keys()) {
    const session = kept.get(key)!;
    if (session.poolId === pool.id && session.username === user.username) kept.put(key, { ...session, revoked: true });
  }
  putUser(context, pool, { ...user, signedOutAt: context.cloud.clock.now() });
}
