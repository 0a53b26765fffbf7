/** Actions and resources of CloudWatch Logs (Service Authorization Reference, "Amazon CloudWatch Logs"). */
import { type PermissionsOf, regionalArn, textOf } from '../permission.ts';

/**
 * Groups are named with `:log-stream:` after them, as AWS's messages do; this is why a policy has to end in `:*`. Who
 * describes groups needs the nameless one.
 */
export const logsPermissions: PermissionsOf = (operation, input, context) => {
  const action = `logs:${operation}`;
  const tagged = textOf(input.resourceArn);
  if (tagged !== '') return [{ action, resource: tagged }];
  const group = textOf(input.logGroupName ?? input.logGroupIdentifier);
  const stream = operation === 'FilterLogEvents' ? '' : textOf(input.logStreamName);
  const ofGroup = group.startsWith('arn:')
    ? group.replace(/:\*$/, '')
    : regionalArn('logs', context, `log-group:${group}`);
  return [{ action, resource: `${ofGroup}:log-stream:${operation === 'CreateLogStream' ? '' : stream}` }];
};
