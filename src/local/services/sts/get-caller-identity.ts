/** GetCallerIdentity: a role's session by its access key; every other key is the account's root, as no users exist. */
import { operation } from '../../operation.ts';
import { type CallerIdentity, identityOf } from './callers.ts';
import { sessionsOf } from './sessions.ts';

export const getCallerIdentity = operation<object, CallerIdentity>({
  name: 'GetCallerIdentity',
  run: (_input, { account, cloud, accessKeyId }) => identityOf(account, sessionsOf(cloud).get(accessKeyId)?.role),
});
