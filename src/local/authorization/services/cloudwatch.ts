/** Actions and resources of CloudWatch (Service Authorization Reference, "Amazon CloudWatch"). */
import { fixedKeys, type PermissionsOf, regionalArn, textOf, textsOf } from '../permission.ts';

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
  return (resources.length === 0 ? ['*'] : resources).map((resource) => ({ action, resource, ...keys }));
};
