/**
 * Temporary credentials: collection `sts.sessions` in the global scope, keyed by access key id. Written by AssumeRole and by
 * whoever hands a role's credentials to a function; read to tell who a caller is.
 */
import type { CloudBase } from '../../cloud.ts';
import type { Collection } from '../../storage/store.ts';

export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** epoch milliseconds */
  readonly expiration: number;
  /** Absent for a session of the account's own user (GetSessionToken). */
  readonly role?: { readonly name: string; readonly id: string; readonly sessionName: string };
}

export const sessionsOf = (cloud: CloudBase): Collection<Session> =>
  cloud.collection<Session>({ account: cloud.options.account, region: 'global' }, 'sts.sessions');

const TOKEN_PREFIX = 'apikit-local-';

/** Whether a session token was made here, by this cloud or one before it. */
export const isOwnToken = (token: unknown): boolean => typeof token === 'string' && token.startsWith(TOKEN_PREFIX);

/** Makes and remembers credentials; forgets the ones that have expired, so that the collection stays small. */
export function openSession(cloud: CloudBase, lifetimeSeconds: number, role?: Session['role']): Session {
  const sessions = sessionsOf(cloud);
  const now = cloud.clock.now();
  for (const { accessKeyId, expiration } of sessions.values()) if (expiration <= now) sessions.delete(accessKeyId);
  const session: Session = {
    accessKeyId: `ASIA${cloud.ids.upper(16)}`,
    secretAccessKey: cloud.ids.short(40),
    sessionToken: `${TOKEN_PREFIX}${cloud.ids.short(64)}`,
    expiration: now + lifetimeSeconds * 1000,
    ...(role && { role }),
  };
  sessions.put(session.accessKeyId, session);
  return session;
}

export const credentialsOnWire = (session: Session) => ({
  AccessKeyId: session.accessKeyId,
  SecretAccessKey: session.secretAccessKey,
  SessionToken: session.sessionToken,
  Expiration: new Date(session.expiration),
});
