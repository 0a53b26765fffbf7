/**
 * The scaling of the instances of a function's versions by Application Auto Scaling. Each release has a scalable target
 * of its own, because a target names a version, and a version never changes (docs/aws/auto-scaling.md).
 */
import type { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import type { Right, RightsScope } from '../../engine/rights.ts';
import { baseName } from '../../naming/names.ts';
import type { Tags } from '../../naming/tags.ts';
import { requestTagsMatchNew } from '../arns/own-arns.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';

export interface ScheduledBounds {
  readonly when: string;
  readonly timezone?: string;
  readonly min?: number;
  readonly max?: number;
}

export interface Scaling {
  readonly min: number;
  readonly max: number;
  /** 0 if no policy follows the utilization. */
  readonly target: number;
  readonly schedule: readonly ScheduledBounds[];
}

export interface ScaledVersion extends Scaling {
  readonly version: string;
}

const PLACE = { ServiceNamespace: 'lambda', ScalableDimension: 'lambda:function:ProvisionedConcurrency' } as const;
const METRIC = 'LambdaProvisionedConcurrencyUtilization';
const POLICY = 'apikit-utilization';
/** The service's own word for something that does not exist. */
const MISSING = 'ObjectNotFoundException';
/** AWS describes this many targets at once. */
const MOST_TARGETS = 50;

/** The service that assumes the role that scales. */
const SCALING_SERVICE = 'lambda.application-autoscaling.amazonaws.com';

const actionName = (index: number): string => `apikit-${index + 1}`;
const resourceId = (functionName: string, version: string): string => `function:${functionName}:${version}`;

/** AWS chooses their IDs. */
const targets = ({ partition, region, account }: RightsScope): string[] => [
  `arn:${partition}:application-autoscaling:${region}:${account}:scalable-target/*`,
];

/**
 * The permissions for these calls. AWS creates the role that scales with the first target, and the alarms of a policy
 * on behalf of the caller.
 */
export const SCALING_RIGHTS: readonly Right[] = [
  {
    actions: [
      'application-autoscaling:DescribeScalableTargets',
      'application-autoscaling:DescribeScalingPolicies',
      'application-autoscaling:DescribeScheduledActions',
    ],
  },
  {
    actions: [
      'application-autoscaling:RegisterScalableTarget',
      'application-autoscaling:DeregisterScalableTarget',
      'application-autoscaling:PutScalingPolicy',
      'application-autoscaling:PutScheduledAction',
      'application-autoscaling:DeleteScheduledAction',
    ],
    on: targets,
    when: () => ({ StringEquals: { 'application-autoscaling:service-namespace': 'lambda' } }),
  },
  { actions: ['application-autoscaling:TagResource'], on: targets, when: requestTagsMatchNew },
  {
    actions: ['iam:CreateServiceLinkedRole'],
    on: ({ partition, account }) => [`arn:${partition}:iam::${account}:role/aws-service-role/${SCALING_SERVICE}/*`],
    when: () => ({ StringEquals: { 'iam:AWSServiceName': SCALING_SERVICE } }),
  },
  {
    actions: ['cloudwatch:DescribeAlarms', 'cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms'],
    on: (scope) => [
      `arn:${scope.partition}:cloudwatch:${scope.region}:${scope.account}:alarm:TargetTracking-function:${baseName(scope)}:*`,
    ],
  },
];

/** Returns the scaling of these versions. Makes one call, and two more for each that is scaled. */
export async function readScaling(
  client: ApplicationAutoScalingClient,
  functionName: string,
  versions: readonly string[],
): Promise<ScaledVersion[]> {
  const { DescribeScalableTargetsCommand } = await import('@aws-sdk/client-application-auto-scaling');
  const found: ScaledVersion[] = [];
  for (let from = 0; from < versions.length; from += MOST_TARGETS) {
    const ResourceIds = versions.slice(from, from + MOST_TARGETS).map((version) => resourceId(functionName, version));
    const { ScalableTargets = [] } = await client.send(new DescribeScalableTargetsCommand({ ...PLACE, ResourceIds }));
    for (const { ResourceId = '', MinCapacity: min = 0, MaxCapacity: max = 0 } of ScalableTargets) {
      const [target, schedule] = await Promise.all([targetOf(client, ResourceId), scheduleOf(client, ResourceId)]);
      found.push({ version: ResourceId.split(':').at(-1)!, min, max, target, schedule });
    }
  }
  return found;
}

async function targetOf(client: ApplicationAutoScalingClient, ResourceId: string): Promise<number> {
  const { DescribeScalingPoliciesCommand } = await import('@aws-sdk/client-application-auto-scaling');
  const { ScalingPolicies = [] } = await client.send(new DescribeScalingPoliciesCommand({ ...PLACE, ResourceId }));
  const own = ScalingPolicies.find(({ PolicyName }) => PolicyName === POLICY);
  return own?.TargetTrackingScalingPolicyConfiguration?.TargetValue ?? 0;
}

/** In the order of apikit.yaml, which the names of the actions have. */
async function scheduleOf(client: ApplicationAutoScalingClient, ResourceId: string): Promise<ScheduledBounds[]> {
  const { DescribeScheduledActionsCommand } = await import('@aws-sdk/client-application-auto-scaling');
  const { ScheduledActions = [] } = await client.send(new DescribeScheduledActionsCommand({ ...PLACE, ResourceId }));
  const place = (name = ''): number => Number(/^apikit-(\d+)$/.exec(name)?.[1] ?? 0);
  return ScheduledActions.filter(({ ScheduledActionName }) => place(ScheduledActionName) > 0)
    .sort((a, b) => place(a.ScheduledActionName) - place(b.ScheduledActionName))
    .map(
      ({
        Schedule: when = '',
        Timezone: timezone,
        ScalableTargetAction: { MinCapacity: min, MaxCapacity: max } = {},
      }) => ({
        when,
        ...(timezone !== undefined && { timezone }),
        ...(min !== undefined && { min }),
        ...(max !== undefined && { max }),
      }),
    );
}

/** Scales a version like this. `had` is what was read of it. */
export async function scale(
  client: ApplicationAutoScalingClient,
  functionName: string,
  { version, min, max, target, schedule }: ScaledVersion,
  tags: Tags,
  had?: Scaling,
): Promise<void> {
  const {
    RegisterScalableTargetCommand,
    PutScalingPolicyCommand,
    PutScheduledActionCommand,
    DeleteScheduledActionCommand,
  } = await import('@aws-sdk/client-application-auto-scaling');
  const place = { ...PLACE, ResourceId: resourceId(functionName, version) };
  // AWS accepts tags only with a new target. Each release has one, so changed tags are those of the next release.
  const Tags = had ? {} : { Tags: { ...tags } };
  await client.send(new RegisterScalableTargetCommand({ ...place, MinCapacity: min, MaxCapacity: max, ...Tags }));
  await client.send(
    new PutScalingPolicyCommand({
      ...place,
      PolicyName: POLICY,
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: target,
        PredefinedMetricSpecification: { PredefinedMetricType: METRIC },
      },
    }),
  );
  for (const [index, { when, timezone, min: MinCapacity, max: MaxCapacity }] of schedule.entries()) {
    await client.send(
      new PutScheduledActionCommand({
        ...place,
        ScheduledActionName: actionName(index),
        Schedule: when,
        ...(timezone !== undefined && { Timezone: timezone }),
        ScalableTargetAction: {
          ...(MinCapacity !== undefined && { MinCapacity }),
          ...(MaxCapacity !== undefined && { MaxCapacity }),
        },
      }),
    );
  }
  for (let index = schedule.length; index < (had?.schedule.length ?? 0); index += 1) {
    const command = new DeleteScheduledActionCommand({ ...place, ScheduledActionName: actionName(index) });
    await undefinedIfNotFound(client.send(command), MISSING);
  }
}

/** Ends the scaling of a version, with its policy and its scheduled actions. */
export async function endScaling(
  client: ApplicationAutoScalingClient,
  functionName: string,
  version: string,
): Promise<void> {
  const { DeregisterScalableTargetCommand } = await import('@aws-sdk/client-application-auto-scaling');
  const place = { ...PLACE, ResourceId: resourceId(functionName, version) };
  await undefinedIfNotFound(client.send(new DeregisterScalableTargetCommand(place)), MISSING);
}

/**
 * Whether the bounds are those of apikit.yaml, or of its schedule, which changes them. `target` and `schedule` are
 * compared exactly.
 */
export function boundsFit({ min, max, schedule }: Scaling, had: Scaling): boolean {
  const mins = [min, ...schedule.flatMap((each) => each.min ?? [])];
  const maxs = [max, ...schedule.flatMap((each) => each.max ?? [])];
  return mins.includes(had.min) && maxs.includes(had.max);
}
