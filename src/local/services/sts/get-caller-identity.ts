/**
 * GetCallerIdentity: an access key of a session gives its role; every other key is the account's root user, because
 * there are no users.
 */
import { operation } from '../../cloud/operation.ts';
import { type CallerIdentity, identityOf } from '../../state/identity/callers.ts';
import { sessionsOf } from '../../state/identity/sessions.ts';

export const getCallerIdentity = operation<object, CallerIdentity>({
  name: 'GetCallerIdentity',
  run: (_input, { account, cloud, accessKeyId }) => identityOf(account, sessionsOf(cloud).get(accessKeyId)?.role),
});
