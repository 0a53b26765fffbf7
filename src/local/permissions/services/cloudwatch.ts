/** Actions and resources of CloudWatch (Service Authorization Reference, "Amazon CloudWatch"). */
import { fixedKeys, type PermissionsOf, textOf, textsOf } from '../../authorization/permission.ts';
import { hasTags } from '../../authorization/tag-keys.ts';
import { alarmArn } from '../../services/cloudwatch/alarm.ts';
import { dashboardArn } from '../../services/cloudwatch/dashboard.ts';
import { muteRuleArn } from '../../services/cloudwatch/mute-rule.ts';

/** Operations that take tags. */
const MAKING = ['PutMetricAlarm', 'PutAlarmMuteRule', 'PutDashboard'];

export const cloudwatchPermissions: PermissionsOf = (operation, input, context) => {
  const action = `cloudwatch:${operation}`;
  const alarms =
    operation === 'DescribeAlarms' ? ['*'] : textsOf(input.AlarmNames ?? input.AlarmName ?? mutedBy(input));
  const rules = rulesIn(operation, input).map((name) => muteRuleArn(context, name));
  const named = [
    ...alarms.map((name) => alarmArn(context, name)),
    ...textsOf(input.DashboardNames ?? input.DashboardName).map((name) => dashboardArn(context, name)),
    ...rules,
    ...textsOf(input.ResourceARN),
  ];
  const namespace = textOf(input.Namespace);
  const keys = operation === 'PutMetricData' && { keys: fixedKeys({ 'cloudwatch:namespace': namespace }) };
  const asked = (named.length === 0 ? ['*'] : named).map((resource) => ({ action, resource, ...keys }));
  if (!MAKING.includes(operation) || !hasTags(input)) return asked;
  // The tags belong to the rule, not to the alarms that it names.
  const tagged = operation === 'PutAlarmMuteRule' ? rules : named;
  return [...asked, ...tagged.map((resource) => ({ action: 'cloudwatch:TagResource', resource }))];
};

/**
 * The model of PutAlarmMuteRule says: "The permission on two types of resources: the alarm mute rule resource itself,
 * and each alarm".
 */
function mutedBy({ MuteTargets }: Parameters<PermissionsOf>[1]): unknown {
  return (MuteTargets as { AlarmNames?: unknown } | undefined)?.AlarmNames;
}

function rulesIn(operation: string, { Name, AlarmMuteRuleName }: Parameters<PermissionsOf>[1]): string[] {
  return textsOf(operation === 'PutAlarmMuteRule' ? Name : AlarmMuteRuleName);
}
