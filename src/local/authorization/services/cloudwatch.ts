/** Actions and resources of CloudWatch (Service Authorization Reference, "Amazon CloudWatch"). */
import { fixedKeys, type PermissionsOf, regionalArn, textOf, textsOf } from '../permission.ts';
import { hasTags } from '../tag-keys.ts';

export const cloudwatchPermissions: PermissionsOf = (operation, input, context) => {
  const action = `cloudwatch:${operation}`;
  const alarms = operation === 'DescribeAlarms' ? ['*'] : textsOf(input.AlarmNames ?? input.AlarmName);
  const dashboards = textsOf(input.DashboardNames ?? input.DashboardName);
  const resources = [
    ...alarms.map((name) => regionalArn('cloudwatch', context, `alarm:${name}`)),
    ...dashboards.map((name) => `arn:aws:cloudwatch::${context.account}:dashboard/${name}`),
    ...textsOf(input.ResourceARN),
  ];
  const namespace = textOf(input.Namespace);
  const keys = operation === 'PutMetricData' && { keys: fixedKeys({ 'cloudwatch:namespace': namespace }) };
  const actions = operation === 'PutMetricAlarm' && hasTags(input) ? [action, 'cloudwatch:TagResource'] : [action];
  return actions.flatMap((one) =>
    (resources.length === 0 ? ['*'] : resources).map((resource) => ({ action: one, resource, ...keys })),
  );
};
