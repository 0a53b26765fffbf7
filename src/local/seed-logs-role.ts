/**
 * The state of an AWS account that has been used before: API Gateway's role for logs is set in every region. A new
 * account has none and rejects logging; recordings of AWS were made on used accounts (docs/aws/logs.md).
 */
import type { CloudBase } from './cloud/cloud.ts';
import type { Role } from './state/identity/model.ts';

const ROLE_NAME = 'apikit-local-apigateway-logs';

/** The ARN of the role, for `CloudOptions.logsRole`. */
export const logsRoleArn = (account: string): string => `arn:aws:iam::${account}:role/${ROLE_NAME}`;

/** Creates the role unless it exists. */
export function seedLogsRole({ options, collection, clock, ids }: CloudBase): void {
  const { account } = options;
  const roles = collection<Role>({ account, region: 'global' }, 'iam.roles');
  if (roles.has(ROLE_NAME)) return;
  roles.put(ROLE_NAME, {
    roleName: ROLE_NAME,
    roleId: `AROA${ids.upper(17)}`,
    arn: logsRoleArn(account),
    path: '/',
    assumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }),
    maxSessionDuration: 3600,
    createDate: clock.now(),
    tags: [],
    inlinePolicies: {},
    attachedPolicies: ['arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs'],
  });
}
