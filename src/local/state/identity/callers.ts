/** Finds the identity of an access key: a session of a role, or the account's root user, whose keys are fixed. */
import type { CloudBase } from '../../cloud/cloud.ts';
import type { Principal } from '../../policy/policy-request.ts';
import type { Role } from './model.ts';
import { type Session, sessionsOf } from './sessions.ts';

/** Credentials with which the data plane can verify signatures: those that apikit and its documentation use. */
const ROOT_KEYS: Readonly<Record<string, string>> = { test: 'test', 'apikit-local': 'apikit-local' };

export interface KnownCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: number;
  /** Absent for the root user. */
  readonly role?: NonNullable<Session['role']>;
}

export function findCredentials(cloud: CloudBase, accessKeyId: string): KnownCredentials | undefined {
  const session = sessionsOf(cloud).get(accessKeyId);
  if (session) return session;
  const secretAccessKey = Object.hasOwn(ROOT_KEYS, accessKeyId) ? ROOT_KEYS[accessKeyId] : undefined;
  return secretAccessKey === undefined ? undefined : { accessKeyId, secretAccessKey };
}

export interface CallerIdentity {
  readonly UserId: string;
  readonly Account: string;
  readonly Arn: string;
}

/** The identity in the form of GetCallerIdentity. */
export function identityOf(account: string, role: Session['role']): CallerIdentity {
  if (!role) return { UserId: account, Account: account, Arn: `arn:aws:iam::${account}:root` };
  return {
    UserId: `${role.id}:${role.sessionName}`,
    Account: account,
    Arn: `arn:aws:sts::${account}:assumed-role/${role.name}/${role.sessionName}`,
  };
}

/** The principal in the form of policies. A session whose role was deleted has no role ARN. */
export function principalOf(cloud: CloudBase, role: Session['role']): Extract<Principal, { type: 'aws' }> {
  const { account } = cloud.options;
  const roleArn = role && sessionRole(cloud, role)?.arn;
  return { type: 'aws', account, arn: identityOf(account, role).Arn, ...(roleArn !== undefined && { roleArn }) };
}

/** Returns the role of a session, unless the role was deleted; a new role of the same name is another role. */
export function sessionRole(cloud: CloudBase, { name, id }: NonNullable<Session['role']>): Role | undefined {
  const role = cloud.collection<Role>({ account: cloud.options.account, region: 'global' }, 'iam.roles').get(name);
  return role?.roleId === id ? role : undefined;
}
