/**
 * Temporary credentials: collection `sts.sessions` in the global scope, keyed by access key ID. AssumeRole and the code
 * that gives a role's credentials to a function write them; they identify the caller of a request.
 */
import type { CloudBase } from '../../cloud/cloud.ts';
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

/** Whether this cloud, or an earlier run of it, has created the session token. */
export const isOwnToken = (token: unknown): boolean => typeof token === 'string' && token.startsWith(TOKEN_PREFIX);

/** Creates and stores credentials, and drops the expired ones, so that the collection stays small. */
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
