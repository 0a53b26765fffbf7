/**
 * Condition keys about the caller (IAM User Guide, "AWS global condition context keys": properties of the principal).
 */
import type { CloudBase } from '../cloud/cloud.ts';
import type { ConditionKeys } from '../policy/policy-request.ts';
import { identityOf } from '../state/identity/callers.ts';
import type { Role } from '../state/identity/model.ts';
import type { Session } from '../state/identity/sessions.ts';

const TAG = 'aws:principaltag/';

/** `role` is the role of the session, if it still exists. */
export function principalKeys(cloud: CloudBase, session: Session['role'], role: Role | undefined): ConditionKeys {
  const { account } = cloud.options;
  return (name) => {
    switch (name) {
      case 'aws:principalarn':
        return role?.arn ?? identityOf(account, session).Arn;
      case 'aws:principalaccount':
        return account;
      case 'aws:principaltype':
        return session ? 'AssumedRole' : 'Account';
      case 'aws:userid':
        return identityOf(account, session).UserId;
      case 'aws:principalisawsservice':
      case 'aws:viaawsservice':
        return 'false';
      default:
        return name.startsWith(TAG)
          ? role?.tags.find(({ Key }) => Key.toLowerCase() === name.slice(TAG.length))?.Value
          : undefined;
    }
  };
}
