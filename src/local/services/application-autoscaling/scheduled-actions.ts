/** PutScheduledAction, DescribeScheduledActions and DeleteScheduledAction. */
import { notImplemented } from '../../cloud/aws-error.ts';
import {
  checkPlace,
  checkRange,
  DIMENSION,
  findTarget,
  invalid,
  NAMESPACE,
  notFound,
  page,
  placeText,
  targetsOf,
} from './model.ts';
import { operation } from './operation.ts';
import { checkSchedule } from './schedule.ts';

export const putScheduledAction = operation('PutScheduledAction', (input, context) => {
  checkPlace('PutScheduledAction', input);
  const given = (['StartTime', 'EndTime'] as const).find((name) => input[name] !== undefined);
  if (given) throw notImplemented(`Application Auto Scaling PutScheduledAction with ${given}`);
  const { cloud, region, account } = context;
  const { ResourceId, ScheduledActionName, ScalableTargetAction } = input;
  const target = findTarget(cloud, context, ResourceId);
  const had = target.actions.find(({ name }) => name === ScheduledActionName);
  const schedule = input.Schedule ?? had?.schedule;
  if (schedule === undefined) throw invalid('Schedule must be specified when creating a scheduled action');
  const timezone = input.Timezone ?? (input.Schedule === undefined ? had?.timezone : undefined);
  checkSchedule(schedule, timezone);
  const min = ScalableTargetAction?.MinCapacity ?? (ScalableTargetAction ? undefined : had?.min);
  const max = ScalableTargetAction?.MaxCapacity ?? (ScalableTargetAction ? undefined : had?.max);
  if (min === undefined && max === undefined) {
    throw invalid('At least one of MinCapacity or MaxCapacity must be specified in ScalableTargetAction');
  }
  checkRange(min, max);
  const action = {
    arn: `arn:aws:autoscaling:${region}:${account}:scheduledAction:${cloud.ids.uuid()}:resource/${NAMESPACE}/${ResourceId}:scheduledActionName/${ScheduledActionName}`,
    createdAt: cloud.clock.now(),
    ...(had && { arn: had.arn, createdAt: had.createdAt }),
    name: ScheduledActionName,
    schedule,
    ...(timezone !== undefined && { timezone }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  };
  const others = target.actions.filter(({ name }) => name !== ScheduledActionName);
  targetsOf(cloud, context).put(ResourceId, { ...target, actions: [...others, action] });
});

export const describeScheduledActions = operation('DescribeScheduledActions', (input, context) => {
  checkPlace('DescribeScheduledActions', input);
  const { ScheduledActionNames = [], ResourceId, MaxResults = 50, NextToken } = input;
  const all = targetsOf(context.cloud, context)
    .values()
    .filter(({ resourceId }) => ResourceId === undefined || resourceId === ResourceId)
    .flatMap(({ resourceId, actions }) => actions.map((action) => ({ ...action, resourceId })))
    .filter(({ name }) => ScheduledActionNames.length === 0 || ScheduledActionNames.includes(name));
  const { items, next } = page(all, MaxResults, NextToken);
  return {
    ScheduledActions: items.map(({ resourceId, name, arn, schedule, timezone, min, max, createdAt }) => ({
      ScheduledActionName: name,
      ScheduledActionARN: arn,
      ServiceNamespace: NAMESPACE,
      Schedule: schedule,
      Timezone: timezone,
      ResourceId: resourceId,
      ScalableDimension: DIMENSION,
      ScalableTargetAction: { MinCapacity: min, MaxCapacity: max },
      CreationTime: new Date(createdAt),
    })),
    NextToken: next,
  };
});

export const deleteScheduledAction = operation('DeleteScheduledAction', (input, context) => {
  checkPlace('DeleteScheduledAction', input);
  const { cloud } = context;
  const { ResourceId, ScheduledActionName } = input;
  const target = findTarget(cloud, context, ResourceId, 'found');
  const actions = target.actions.filter(({ name }) => name !== ScheduledActionName);
  if (actions.length === target.actions.length) {
    throw notFound(
      `No scheduled action found for ${placeText(ResourceId)}, scheduled action name: ${ScheduledActionName}`,
    );
  }
  targetsOf(cloud, context).put(ResourceId, { ...target, actions });
});
