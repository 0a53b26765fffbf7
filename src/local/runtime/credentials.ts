/**
 * Temporary credentials for functions, of the role they run as. They are sessions like those of AssumeRole, so that
 * whoever receives a call signed with them finds the role; Lambda names the session after the function.
 */
import type { CloudBase, Scope } from '../cloud.ts';
import type { Role } from '../services/iam/model.ts';
import { openSession, type Session } from '../services/sts/sessions.ts';

export interface FunctionCredentials {
  /** The same session for the same function and role, until half of its life is over. */
  of(scope: Scope, functionName: string, roleArn: string): Session;
}

/** As long as Lambda's own. */
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
