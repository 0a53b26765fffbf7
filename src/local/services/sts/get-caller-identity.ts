/** GetCallerIdentity: a role's session by its access key; every other key is the account's root, as no users exist. */
import { type OperationContext, operation } from '../../operation.ts';
import { sessionsOf } from './sessions.ts';

export interface CallerIdentity {
  readonly UserId: string;
  readonly Account: string;
  readonly Arn: string;
}

export function callerIdentity(context: OperationContext): CallerIdentity {
  const { account, cloud, accessKeyId } = context;
  const role = sessionsOf(cloud).get(accessKeyId)?.role;
  if (!role) return { UserId: account, Account: account, Arn: `arn:aws:iam::${account}:root` };
  return {
    UserId: `${role.id}:${role.sessionName}`,
    Account: account,
    Arn: `arn:aws:sts::${account}:assumed-role/${role.name}/${role.sessionName}`,
  };
}

export const getCallerIdentity = operation<object, CallerIdentity>({
  name: 'GetCallerIdentity',
  run: (_input, context) => callerIdentity(context),
});
