/** GetCallerIdentity: a role's session by its access key; every other key is the account's root, as no users exist. */
import { type OperationContext, operation } from '../../operation.ts';
import { type CallerIdentity, identityOf } from './callers.ts';
import { sessionsOf } from './sessions.ts';

export function callerIdentity({ account, cloud, accessKeyId }: OperationContext): CallerIdentity {
  return identityOf(account, sessionsOf(cloud).get(accessKeyId)?.role);
}

export const getCallerIdentity = operation<object, CallerIdentity>({
  name: 'GetCallerIdentity',
  run: (_input, context) => callerIdentity(context),
});
