/**
 * GetCallerIdentity: an access key of a session gives its role; every other key is the account's root user, because
 * there are no users.
 */
import { identityOf } from '../../state/identity/callers.ts';
import { sessionsOf } from '../../state/identity/sessions.ts';
import { operation } from './operation.ts';

export const getCallerIdentity = operation('GetCallerIdentity', (_input, { account, cloud, accessKeyId }) =>
  identityOf(account, sessionsOf(cloud).get(accessKeyId)?.role),
);
