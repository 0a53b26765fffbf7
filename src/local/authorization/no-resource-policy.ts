/**
 * A resource of another account is open only to principals that a policy of the resource names (IAM User Guide,
 * "Cross-account policy evaluation logic"). The embedded cloud has no such policies of other accounts.
 */
import type { AwsError } from '../cloud/aws-error.ts';
import type { OperationContext } from '../cloud/operation.ts';
import { identityOf } from '../state/identity/callers.ts';
import { sessionsOf } from '../state/identity/sessions.ts';
import { accessDenied } from './refusals.ts';

export function noResourcePolicy(
  service: string,
  operation: string,
  resource: string,
  context: OperationContext,
): AwsError {
  const { cloud, account, accessKeyId } = context;
  const user = identityOf(account, sessionsOf(cloud).get(accessKeyId)?.role).Arn;
  const action = `${service}:${operation}`;
  const why = `because no resource-based policy allows the ${action} action`;
  return accessDenied(service, context, user, { action, resource }, why);
}
