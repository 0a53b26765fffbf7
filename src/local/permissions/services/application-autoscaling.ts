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
import { hasTags, tagKeys } from '../../authorization/tag-keys.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { targetsOf } from '../../services/application-autoscaling/model.ts';

const OF_TAGS = ['ListTagsForResource', 'TagResource', 'UntagResource'];
const ROLE_SERVICE = 'lambda.application-autoscaling.amazonaws.com';

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
  const tagging = { action: 'application-autoscaling:TagResource', resource, keys };
  return [
    { action, resource, keys },
    ...(hasTags(input) ? [tagging] : []),
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
    resource: `arn:aws:iam::${account}:role/aws-service-role/${ROLE_SERVICE}/AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency`,
    keys: fixedKeys({ 'iam:awsservicename': ROLE_SERVICE }),
  };
}

function alarmActions(operation: string): string[] {
  if (operation === 'PutScalingPolicy') return ['DescribeAlarms', 'PutMetricAlarm'];
  return operation === 'DeleteScalingPolicy' || operation === 'DeregisterScalableTarget' ? ['DeleteAlarms'] : [];
}
