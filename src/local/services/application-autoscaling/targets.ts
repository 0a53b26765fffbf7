/** RegisterScalableTarget, DescribeScalableTargets and DeregisterScalableTarget. */
import { randomBytes } from 'node:crypto';
import { notImplemented } from '../../cloud/aws-error.ts';
import { qualifierExists } from '../../state/functions/lookup.ts';
import { lambdaState } from '../../state/functions/model.ts';
import {
  checkPlace,
  checkRange,
  DIMENSION,
  findTarget,
  functionOf,
  invalid,
  NAMESPACE,
  page,
  type StoredTarget,
  serviceRoleArn,
  targetsOf,
} from './model.ts';
import { operation } from './operation.ts';
import { keepInRange, watch } from './scaler.ts';

export const registerScalableTarget = operation('RegisterScalableTarget', (input, context) => {
  checkPlace('RegisterScalableTarget', input);
  if (input.RoleARN !== undefined) throw notImplemented('Application Auto Scaling RegisterScalableTarget with RoleARN');
  if (Object.values(input.SuspendedState ?? {}).some(Boolean)) {
    throw notImplemented('Application Auto Scaling RegisterScalableTarget with SuspendedState');
  }
  const { cloud } = context;
  const { ResourceId } = input;
  const { name, qualifier } = functionOf(ResourceId);
  if (!qualifierExists(lambdaState(cloud, context), name, qualifier)) {
    throw invalid(`Function not found: ${name}:${qualifier}`);
  }
  const had = targetsOf(cloud, context).get(ResourceId);
  if (had && Object.keys(input.Tags ?? {}).length > 0) {
    throw invalid('Tags can only be specified when a scalable target is registered for the first time.');
  }
  const [min, max] = [input.MinCapacity ?? had?.min, input.MaxCapacity ?? had?.max];
  if (min === undefined || max === undefined) {
    throw invalid('MinCapacity and MaxCapacity must be specified when registering a new scalable target');
  }
  checkRange(min, max);
  const now = cloud.clock.now();
  const { region, account } = context;
  const target: StoredTarget = {
    policies: [],
    actions: [],
    tags: input.Tags ?? {},
    arn: `arn:aws:application-autoscaling:${region}:${account}:scalable-target/${randomBytes(14).toString('hex')}`,
    createdAt: now,
    lookedAt: now,
    ...had,
    resourceId: ResourceId,
    min,
    max,
  };
  targetsOf(cloud, context).put(ResourceId, target);
  keepInRange(cloud, context, target);
  watch(cloud);
  return { ScalableTargetARN: target.arn };
});

export const describeScalableTargets = operation('DescribeScalableTargets', (input, context) => {
  checkPlace('DescribeScalableTargets', input);
  const { ResourceIds = [], MaxResults = 50, NextToken } = input;
  const all = targetsOf(context.cloud, context)
    .values()
    .filter(({ resourceId }) => ResourceIds.length === 0 || ResourceIds.includes(resourceId));
  const { items, next } = page(all, MaxResults, NextToken);
  return {
    ScalableTargets: items.map(({ resourceId, arn, min, max, createdAt }) => ({
      ServiceNamespace: NAMESPACE,
      ResourceId: resourceId,
      ScalableDimension: DIMENSION,
      MinCapacity: min,
      MaxCapacity: max,
      RoleARN: serviceRoleArn(context.account),
      CreationTime: new Date(createdAt),
      SuspendedState: {
        DynamicScalingInSuspended: false,
        DynamicScalingOutSuspended: false,
        ScheduledScalingSuspended: false,
      },
      ScalableTargetARN: arn,
    })),
    NextToken: next,
  };
});

/** Its policies and scheduled actions go with it. */
export const deregisterScalableTarget = operation('DeregisterScalableTarget', (input, context) => {
  checkPlace('DeregisterScalableTarget', input);
  const { resourceId } = findTarget(context.cloud, context, input.ResourceId, 'found');
  targetsOf(context.cloud, context).delete(resourceId);
});
