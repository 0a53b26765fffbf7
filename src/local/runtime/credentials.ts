/**
 * Temporary credentials for functions, of the role that they run as. They are sessions like those of AssumeRole, so
 * that a service finds the role of a signed call. Lambda names the session after the function.
 */
import type { CloudBase, Scope } from '../cloud/cloud.ts';
import type { Role } from '../state/identity/model.ts';
import { openSession, type Session } from '../state/identity/sessions.ts';

export interface FunctionCredentials {
  /** Returns the same session for the same function and role until half of its lifetime has passed. */
  of(scope: Scope, functionName: string, roleArn: string): Session;
}

/** The same lifetime as Lambda's own credentials. */
const LIFETIME_SECONDS = 12 * 3600;

export function createFunctionCredentials(cloud: CloudBase): FunctionCredentials {
  const known = new Map<string, Session>();
  return {
    of({ account, region }, functionName, roleArn) {
      const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
      const role = cloud.collection<Role>({ account, region: 'global' }, 'iam.roles').get(name);
      const id = role?.roleId ?? '';
      const holder = `${account}/${region}/${functionName}/${roleArn}/${id}`;
      const session = known.get(holder);
      if (session && session.expiration - cloud.clock.now() > (LIFETIME_SECONDS * 1000) / 2) return session;
      const opened = openSession(cloud, LIFETIME_SECONDS, { name, id, sessionName: functionName });
      known.set(holder, opened);
      return opened;
    },
  };
}
