/**
 * Actions and resources of Application Auto Scaling (Service Authorization Reference, the service of this name). It
 * creates its role and the alarms of policies on behalf of the caller (docs/aws/auto-scaling.md).
 */

import {
  eitherKeys,
  fixedKeys,
  type Permission,
  type PermissionsOf,
  regionalArn,
  textOf,
} from '../../authorization/permission.ts';
import { tagKeys, withTagging } from '../../authorization/tag-keys.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { ROLE_SERVICE, serviceRoleArn, targetsOf } from '../../services/application-autoscaling/model.ts';

const OF_TAGS = ['ListTagsForResource', 'TagResource', 'UntagResource'];

export const applicationAutoscalingPermissions: PermissionsOf = (operation, input, context) => {
  const action = `application-autoscaling:${operation}`;
  if (operation.startsWith('Describe')) return [{ action, resource: '*' }];
  const keys = () =>
    eitherKeys(
      tagKeys(input),
      fixedKeys({
        'application-autoscaling:service-namespace': textOf(input.ServiceNamespace) || undefined,
        'application-autoscaling:scalable-dimension': textOf(input.ScalableDimension) || undefined,
      })(),
    );
  if (OF_TAGS.includes(operation)) return [{ action, resource: textOf(input.ResourceARN), keys }];
  const targets = targetsOf(context.cloud, context);
  const target = targets.get(textOf(input.ResourceId));
  const resource = target?.arn ?? regionalArn('application-autoscaling', context, 'scalable-target/*');
  return [
    ...withTagging(input, { action, resource, keys }, 'application-autoscaling:TagResource'),
    ...(operation === 'RegisterScalableTarget' && targets.size === 0 ? [creatingRole(context)] : []),
    ...alarmActions(operation).map((name): Permission => {
      const alarm = regionalArn('cloudwatch', context, `alarm:TargetTracking-${textOf(input.ResourceId)}-AlarmHigh`);
      return { action: `cloudwatch:${name}`, resource: alarm };
    }),
  ];
};

function creatingRole({ account }: OperationContext): Permission {
  return {
    action: 'iam:CreateServiceLinkedRole',
    resource: serviceRoleArn(account),
    keys: fixedKeys({ 'iam:awsservicename': ROLE_SERVICE }),
  };
}

function alarmActions(operation: string): string[] {
  if (operation === 'PutScalingPolicy') return ['DescribeAlarms', 'PutMetricAlarm'];
  return operation === 'DeleteScalingPolicy' || operation === 'DeregisterScalableTarget' ? ['DeleteAlarms'] : [];
}
