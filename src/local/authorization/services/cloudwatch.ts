/** Actions and resources of CloudWatch (Service Authorization Reference, "Amazon CloudWatch"). */
import { fixedKeys, type PermissionsOf, regionalArn, textOf, textsOf } from '../permission.ts';
import { hasTags } from '../tag-keys.ts';

export const cloudwatchPermissions: PermissionsOf = (operation, input, context) => {
  const action = `cloudwatch:${operation}`;
  const alarms =
    operation === 'DescribeAlarms' ? ['*'] : textsOf(input.AlarmNames ?? input.AlarmName ?? mutedBy(input));
  const dashboards = textsOf(input.DashboardNames ?? input.DashboardName);
  const resources = [
    ...alarms.map((name) => regionalArn('cloudwatch', context, `alarm:${name}`)),
    ...dashboards.map((name) => `arn:aws:cloudwatch::${context.account}:dashboard/${name}`),
    ...muteRuleOf(operation, input).map((name) => regionalArn('cloudwatch', context, `alarm-mute-rule:${name}`)),
    ...textsOf(input.ResourceARN),
  ];
  const namespace = textOf(input.Namespace);
  const keys = operation === 'PutMetricData' && { keys: fixedKeys({ 'cloudwatch:namespace': namespace }) };
  const makes = ['PutMetricAlarm', 'PutAlarmMuteRule', 'PutDashboard'].includes(operation);
  const actions = makes && hasTags(input) ? [action, 'cloudwatch:TagResource'] : [action];
  return actions.flatMap((one) =>
    (resources.length === 0 ? ['*'] : resources)
      // Tags are those of the rule, and not of the alarms that it names.
      .filter(
        (resource) => one === action || operation !== 'PutAlarmMuteRule' || resource.includes(':alarm-mute-rule:'),
      )
      .map((resource) => ({ action: one, resource, ...keys })),
  );
};

/** "The permission on two types of resources: the alarm mute rule resource itself, and each alarm": the model of PutAlarmMuteRule. */
function mutedBy({ MuteTargets }: Parameters<PermissionsOf>[1]): unknown {
  return (MuteTargets as { AlarmNames?: unknown } | undefined)?.AlarmNames;
}

function muteRuleOf(operation: string, { Name, AlarmMuteRuleName }: Parameters<PermissionsOf>[1]): string[] {
  return textsOf(operation === 'PutAlarmMuteRule' ? Name : AlarmMuteRuleName);
}
