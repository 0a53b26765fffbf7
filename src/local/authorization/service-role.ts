/**
 * Roles that an AWS service assumes to act for the account, such as API Gateway with the `credentials` of an
 * integration or an authorizer. The trust policy must allow the service; the policies of the role must allow the call.
 */
import type { CloudBase } from '../cloud/cloud.ts';
import { compilePolicy } from '../policy/compile-policy.ts';
import { evaluate } from '../policy/evaluate.ts';
import { NO_KEYS } from '../policy/policy-request.ts';
import { identityOf, principalOf } from '../state/identity/callers.ts';
import type { Role } from '../state/identity/model.ts';
import { openSession, type Session, sessionsOf } from '../state/identity/sessions.ts';
import { principalKeys } from './principal-keys.ts';
import { verdictOf } from './role-permissions.ts';

/** Returns the role with exactly this ARN, or `undefined`. */
function findRole(cloud: CloudBase, roleArn: string): Role | undefined {
  const roles = cloud.collection<Role>({ account: cloud.options.account, region: 'global' }, 'iam.roles');
  const role = roles.get(roleArn.slice(roleArn.lastIndexOf('/') + 1));
  return role?.arn === roleArn ? role : undefined;
}

/** Returns `undefined` if the role does not exist or does not trust the service (`apigateway.amazonaws.com`). */
export function assumableRole(cloud: CloudBase, roleArn: string, service: string): Role | undefined {
  const role = findRole(cloud, roleArn);
  if (!role) return undefined;
  const principal = { type: 'service', name: service } as const;
  const request = { action: 'sts:AssumeRole', resource: role.arn, principal, key: NO_KEYS };
  return evaluate([compilePolicy(role.assumeRolePolicyDocument)], request) === 'allow' ? role : undefined;
}

/** The lifetime of a session in seconds. */
const LIFETIME = 3600;

const opened = new WeakMap<Role, { readonly session: Session; readonly cloud: CloudBase }>();

/** Returns the same session until half of its lifetime has passed. */
export function serviceSession(cloud: CloudBase, role: Role, sessionName: string): Session {
  const known = opened.get(role);
  const now = cloud.clock.now();
  const isGood =
    known?.cloud === cloud &&
    known.session.role?.sessionName === sessionName &&
    known.session.expiration - now > (LIFETIME * 1000) / 2 &&
    sessionsOf(cloud).has(known.session.accessKeyId);
  if (isGood) return known.session;
  const session = openSession(cloud, LIFETIME, { name: role.roleName, id: role.roleId, sessionName });
  opened.set(role, { session, cloud });
  return session;
}

/** Whether a role with this ARN exists and has the permission. */
export function roleAllows(
  cloud: CloudBase,
  roleArn: string,
  sessionName: string,
  permission: { readonly action: string; readonly resource: string },
): boolean {
  const role = findRole(cloud, roleArn);
  return role !== undefined && roleRefusal(cloud, role, sessionName, permission) === undefined;
}

/** Returns `undefined` if the role has the permission, otherwise the error text in AWS's words. */
export function roleRefusal(
  cloud: CloudBase,
  role: Role,
  sessionName: string,
  { action, resource }: { readonly action: string; readonly resource: string },
): string | undefined {
  const session = { name: role.roleName, id: role.roleId, sessionName };
  const key = principalKeys(cloud, session, role);
  const { decision, why } = verdictOf(cloud, role, { action, resource, principal: principalOf(cloud, session), key });
  if (decision === 'allow') return undefined;
  const user = identityOf(cloud.options.account, session).Arn;
  return `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
}
