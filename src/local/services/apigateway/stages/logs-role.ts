/** Logs of a stage need the account's role for API Gateway's logs (docs/aws/logs.md). */
import type { OperationContext } from '../../../cloud/operation.ts';
import { badRequest } from '../errors.ts';
import { accountOf } from '../state.ts';

export function requireLogsRole(context: OperationContext): void {
  if (!accountOf(context).cloudwatchRoleArn) {
    throw badRequest('CloudWatch Logs role ARN must be set in account settings to enable logging');
  }
}
