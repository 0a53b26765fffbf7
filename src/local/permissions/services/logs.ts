/** Actions and resources of CloudWatch Logs (Service Authorization Reference, "Amazon CloudWatch Logs"). */
import { type PermissionsOf, regionalArn, textOf, textsOf } from '../../authorization/permission.ts';
import { withTagging } from '../../authorization/tag-keys.ts';

/**
 * The ARN of a log group ends in `:log-stream:`, as in AWS's messages; this is why a policy must end in `:*`.
 * DescribeLogGroups needs the ARN without a group name.
 */
export const logsPermissions: PermissionsOf = (operation, input, context) => {
  const action = `logs:${operation}`;
  const tagged = textOf(input.resourceArn);
  if (tagged !== '') return [{ action, resource: tagged }];
  // GetQueryResults and StopQuery need only the action; StartQuery checks which groups may be searched.
  if (operation === 'GetQueryResults' || operation === 'StopQuery') return [{ action, resource: '*' }];
  if (operation === 'StartQuery')
    return searched(input).map((group) => ({ action, resource: `${arnOf(group, context)}:log-stream:` }));
  const group = textOf(input.logGroupName ?? input.logGroupIdentifier);
  const stream = operation === 'FilterLogEvents' ? '' : textOf(input.logStreamName);
  const resource = `${arnOf(group, context)}:log-stream:${operation === 'CreateLogStream' ? '' : stream}`;
  const asked = { action, resource };
  return operation === 'CreateLogGroup' ? withTagging(input, asked, 'logs:TagResource') : [asked];
};

const arnOf = (group: string, context: Parameters<PermissionsOf>[2]): string =>
  group.startsWith('arn:') ? group.replace(/:\*$/, '') : regionalArn('logs', context, `log-group:${group}`);

const searched = ({ logGroupName, logGroupNames, logGroupIdentifiers }: Parameters<PermissionsOf>[1]): string[] =>
  [logGroupName, logGroupNames, logGroupIdentifiers].flatMap(textsOf);
