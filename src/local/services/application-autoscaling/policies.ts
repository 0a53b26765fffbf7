/** PutScalingPolicy, DescribeScalingPolicies and DeleteScalingPolicy, for target tracking of the utilization. */
import { notImplemented } from '../../cloud/aws-error.ts';
import { checkPlace, DIMENSION, findTarget, NAMESPACE, notFound, page, placeText, targetsOf } from './model.ts';
import { operation } from './operation.ts';

const METRIC = 'LambdaProvisionedConcurrencyUtilization';

export const putScalingPolicy = operation('PutScalingPolicy', (input, context) => {
  const refuse = (what: string) => notImplemented(`Application Auto Scaling PutScalingPolicy with ${what}`);
  checkPlace('PutScalingPolicy', input);
  if (input.StepScalingPolicyConfiguration) throw refuse('StepScalingPolicyConfiguration');
  if (input.PredictiveScalingPolicyConfiguration) throw refuse('PredictiveScalingPolicyConfiguration');
  if (input.PolicyType !== 'TargetTrackingScaling') throw refuse(`PolicyType ${input.PolicyType ?? 'StepScaling'}`);
  const configuration = input.TargetTrackingScalingPolicyConfiguration;
  if (!configuration) throw refuse('no TargetTrackingScalingPolicyConfiguration');
  const { CustomizedMetricSpecification, PredefinedMetricSpecification: metric, ...more } = configuration;
  if (CustomizedMetricSpecification) throw refuse('CustomizedMetricSpecification');
  if (metric?.PredefinedMetricType !== METRIC) throw refuse(`the metric ${metric?.PredefinedMetricType}`);
  if (metric.ResourceLabel !== undefined) throw refuse('ResourceLabel');
  const unknown = (['ScaleOutCooldown', 'ScaleInCooldown', 'DisableScaleIn'] as const).find((name) => more[name]);
  if (unknown) throw refuse(unknown);
  const { cloud, region, account } = context;
  const target = findTarget(cloud, context, input.ResourceId);
  const had = target.policies.find(({ name }) => name === input.PolicyName);
  const policy = {
    arn: `arn:aws:autoscaling:${region}:${account}:scalingPolicy:${cloud.ids.uuid()}:resource/${NAMESPACE}/${input.ResourceId}:policyName/${input.PolicyName}`,
    createdAt: cloud.clock.now(),
    ...had,
    name: input.PolicyName,
    configuration,
  };
  const others = target.policies.filter(({ name }) => name !== input.PolicyName);
  targetsOf(cloud, context).put(target.resourceId, { ...target, policies: [...others, policy] });
  return { PolicyARN: policy.arn, Alarms: [] };
});

export const describeScalingPolicies = operation('DescribeScalingPolicies', (input, context) => {
  checkPlace('DescribeScalingPolicies', input);
  const { PolicyNames = [], ResourceId, MaxResults = 50, NextToken } = input;
  const all = targetsOf(context.cloud, context)
    .values()
    .filter(({ resourceId }) => ResourceId === undefined || resourceId === ResourceId)
    .flatMap(({ resourceId, policies }) => policies.map((policy) => ({ ...policy, resourceId })))
    .filter(({ name }) => PolicyNames.length === 0 || PolicyNames.includes(name));
  const { items, next } = page(all, MaxResults, NextToken);
  return {
    ScalingPolicies: items.map(({ resourceId, name, arn, configuration, createdAt }) => ({
      PolicyARN: arn,
      PolicyName: name,
      ServiceNamespace: NAMESPACE,
      ResourceId: resourceId,
      ScalableDimension: DIMENSION,
      PolicyType: 'TargetTrackingScaling' as const,
      TargetTrackingScalingPolicyConfiguration: configuration,
      Alarms: [],
      CreationTime: new Date(createdAt),
    })),
    NextToken: next,
  };
});

export const deleteScalingPolicy = operation('DeleteScalingPolicy', (input, context) => {
  checkPlace('DeleteScalingPolicy', input);
  const { cloud } = context;
  const { ResourceId, PolicyName } = input;
  const target = findTarget(cloud, context, ResourceId, 'found');
  const policies = target.policies.filter(({ name }) => name !== PolicyName);
  if (policies.length === target.policies.length) {
    throw notFound(`No scaling policy found for ${placeText(ResourceId)}, policy name: ${PolicyName}`);
  }
  targetsOf(cloud, context).put(ResourceId, { ...target, policies });
});
