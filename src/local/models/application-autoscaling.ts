// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  DeleteScalingPolicy: [DeleteScalingPolicyRequest, void];
  DeleteScheduledAction: [DeleteScheduledActionRequest, void];
  DeregisterScalableTarget: [DeregisterScalableTargetRequest, void];
  DescribeScalableTargets: [DescribeScalableTargetsRequest, DescribeScalableTargetsResponse];
  DescribeScalingPolicies: [DescribeScalingPoliciesRequest, DescribeScalingPoliciesResponse];
  DescribeScheduledActions: [DescribeScheduledActionsRequest, DescribeScheduledActionsResponse];
  ListTagsForResource: [ListTagsForResourceRequest, ListTagsForResourceResponse];
  PutScalingPolicy: [PutScalingPolicyRequest, PutScalingPolicyResponse];
  PutScheduledAction: [PutScheduledActionRequest, void];
  RegisterScalableTarget: [RegisterScalableTargetRequest, RegisterScalableTargetResponse];
  TagResource: [TagResourceRequest, void];
  UntagResource: [UntagResourceRequest, void];
}

export type AdjustmentType = 'ChangeInCapacity' | 'PercentChangeInCapacity' | 'ExactCapacity';
export interface Alarm { readonly AlarmName: string; readonly AlarmARN: string }
export interface CustomizedMetricSpecification { readonly MetricName?: string; readonly Namespace?: string; readonly Dimensions?: readonly MetricDimension[]; readonly Statistic?: MetricStatistic; readonly Unit?: string; readonly Metrics?: readonly TargetTrackingMetricDataQuery[] }
export interface DeleteScalingPolicyRequest { readonly PolicyName: string; readonly ServiceNamespace: ServiceNamespace; readonly ResourceId: string; readonly ScalableDimension: ScalableDimension }
export interface DeleteScheduledActionRequest { readonly ServiceNamespace: ServiceNamespace; readonly ScheduledActionName: string; readonly ResourceId: string; readonly ScalableDimension: ScalableDimension }
export interface DeregisterScalableTargetRequest { readonly ServiceNamespace: ServiceNamespace; readonly ResourceId: string; readonly ScalableDimension: ScalableDimension }
export interface DescribeScalableTargetsRequest { readonly ServiceNamespace: ServiceNamespace; readonly ResourceIds?: readonly string[]; readonly ScalableDimension?: ScalableDimension; readonly MaxResults?: number; readonly NextToken?: string }
export interface DescribeScalableTargetsResponse { readonly ScalableTargets?: readonly ScalableTarget[]; readonly NextToken?: string }
export interface DescribeScalingPoliciesRequest { readonly PolicyNames?: readonly string[]; readonly ServiceNamespace: ServiceNamespace; readonly ResourceId?: string; readonly ScalableDimension?: ScalableDimension; readonly MaxResults?: number; readonly NextToken?: string }
export interface DescribeScalingPoliciesResponse { readonly ScalingPolicies?: readonly ScalingPolicy[]; readonly NextToken?: string }
export interface DescribeScheduledActionsRequest { readonly ScheduledActionNames?: readonly string[]; readonly ServiceNamespace: ServiceNamespace; readonly ResourceId?: string; readonly ScalableDimension?: ScalableDimension; readonly MaxResults?: number; readonly NextToken?: string }
export interface DescribeScheduledActionsResponse { readonly ScheduledActions?: readonly ScheduledAction[]; readonly NextToken?: string }
export interface ListTagsForResourceRequest { readonly ResourceARN: string }
export interface ListTagsForResourceResponse { readonly Tags?: { readonly [key: string]: string } }
export type MetricAggregationType = 'Average' | 'Minimum' | 'Maximum';
export interface MetricDimension { readonly Name: string; readonly Value: string }
export type MetricStatistic = 'Average' | 'Minimum' | 'Maximum' | 'SampleCount' | 'Sum';
export type MetricType = 'DynamoDBReadCapacityUtilization' | 'DynamoDBWriteCapacityUtilization' | 'ALBRequestCountPerTarget' | 'RDSReaderAverageCPUUtilization' | 'RDSReaderAverageDatabaseConnections' | 'EC2SpotFleetRequestAverageCPUUtilization' | 'EC2SpotFleetRequestAverageNetworkIn' | 'EC2SpotFleetRequestAverageNetworkOut' | 'SageMakerVariantInvocationsPerInstance' | 'ECSServiceAverageCPUUtilization' | 'ECSServiceAverageMemoryUtilization' | 'AppStreamAverageCapacityUtilization' | 'ComprehendInferenceUtilization' | 'LambdaProvisionedConcurrencyUtilization' | 'CassandraReadCapacityUtilization' | 'CassandraWriteCapacityUtilization' | 'KafkaBrokerStorageUtilization' | 'ElastiCacheEngineCPUUtilization' | 'ElastiCacheDatabaseMemoryUsagePercentage' | 'ElastiCachePrimaryEngineCPUUtilization' | 'ElastiCacheReplicaEngineCPUUtilization' | 'ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage' | 'NeptuneReaderAverageCPUUtilization' | 'SageMakerVariantProvisionedConcurrencyUtilization' | 'ElastiCacheDatabaseCapacityUsageCountedForEvictPercentage' | 'SageMakerInferenceComponentInvocationsPerCopy' | 'WorkSpacesAverageUserSessionsCapacityUtilization' | 'SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution' | 'SageMakerVariantConcurrentRequestsPerModelHighResolution' | 'ECSServiceAverageCPUUtilizationHighResolution' | 'ECSServiceAverageMemoryUtilizationHighResolution';
export type PolicyType = 'StepScaling' | 'TargetTrackingScaling' | 'PredictiveScaling';
export interface PredefinedMetricSpecification { readonly PredefinedMetricType: MetricType; readonly ResourceLabel?: string }
export interface PredictiveScalingCustomizedMetricSpecification { readonly MetricDataQueries: readonly PredictiveScalingMetricDataQuery[] }
export type PredictiveScalingMaxCapacityBreachBehavior = 'HonorMaxCapacity' | 'IncreaseMaxCapacity';
export interface PredictiveScalingMetric { readonly Dimensions?: readonly PredictiveScalingMetricDimension[]; readonly MetricName?: string; readonly Namespace?: string }
export interface PredictiveScalingMetricDataQuery { readonly Id: string; readonly Expression?: string; readonly MetricStat?: PredictiveScalingMetricStat; readonly Label?: string; readonly ReturnData?: boolean }
export interface PredictiveScalingMetricDimension { readonly Name: string; readonly Value: string }
export interface PredictiveScalingMetricSpecification { readonly TargetValue: number; readonly PredefinedMetricPairSpecification?: PredictiveScalingPredefinedMetricPairSpecification; readonly PredefinedScalingMetricSpecification?: PredictiveScalingPredefinedScalingMetricSpecification; readonly PredefinedLoadMetricSpecification?: PredictiveScalingPredefinedLoadMetricSpecification; readonly CustomizedScalingMetricSpecification?: PredictiveScalingCustomizedMetricSpecification; readonly CustomizedLoadMetricSpecification?: PredictiveScalingCustomizedMetricSpecification; readonly CustomizedCapacityMetricSpecification?: PredictiveScalingCustomizedMetricSpecification }
export interface PredictiveScalingMetricStat { readonly Metric: PredictiveScalingMetric; readonly Stat: string; readonly Unit?: string }
export type PredictiveScalingMode = 'ForecastOnly' | 'ForecastAndScale';
export interface PredictiveScalingPolicyConfiguration { readonly MetricSpecifications: readonly PredictiveScalingMetricSpecification[]; readonly Mode?: PredictiveScalingMode; readonly SchedulingBufferTime?: number; readonly MaxCapacityBreachBehavior?: PredictiveScalingMaxCapacityBreachBehavior; readonly MaxCapacityBuffer?: number }
export interface PredictiveScalingPredefinedLoadMetricSpecification { readonly PredefinedMetricType: string; readonly ResourceLabel?: string }
export interface PredictiveScalingPredefinedMetricPairSpecification { readonly PredefinedMetricType: string; readonly ResourceLabel?: string }
export interface PredictiveScalingPredefinedScalingMetricSpecification { readonly PredefinedMetricType: string; readonly ResourceLabel?: string }
export interface PutScalingPolicyRequest { readonly PolicyName: string; readonly ServiceNamespace: ServiceNamespace; readonly ResourceId: string; readonly ScalableDimension: ScalableDimension; readonly PolicyType?: PolicyType; readonly StepScalingPolicyConfiguration?: StepScalingPolicyConfiguration; readonly TargetTrackingScalingPolicyConfiguration?: TargetTrackingScalingPolicyConfiguration; readonly PredictiveScalingPolicyConfiguration?: PredictiveScalingPolicyConfiguration }
export interface PutScalingPolicyResponse { readonly PolicyARN: string; readonly Alarms?: readonly Alarm[] }
export interface PutScheduledActionRequest { readonly ServiceNamespace: ServiceNamespace; readonly Schedule?: string; readonly Timezone?: string; readonly ScheduledActionName: string; readonly ResourceId: string; readonly ScalableDimension: ScalableDimension; readonly StartTime?: Date; readonly EndTime?: Date; readonly ScalableTargetAction?: ScalableTargetAction }
export interface RegisterScalableTargetRequest { readonly ServiceNamespace: ServiceNamespace; readonly ResourceId: string; readonly ScalableDimension: ScalableDimension; readonly MinCapacity?: number; readonly MaxCapacity?: number; readonly RoleARN?: string; readonly SuspendedState?: SuspendedState; readonly Tags?: { readonly [key: string]: string } }
export interface RegisterScalableTargetResponse { readonly ScalableTargetARN?: string }
export type ScalableDimension = 'ecs:service:DesiredCount' | 'ec2:spot-fleet-request:TargetCapacity' | 'elasticmapreduce:instancegroup:InstanceCount' | 'appstream:fleet:DesiredCapacity' | 'dynamodb:table:ReadCapacityUnits' | 'dynamodb:table:WriteCapacityUnits' | 'dynamodb:index:ReadCapacityUnits' | 'dynamodb:index:WriteCapacityUnits' | 'rds:cluster:ReadReplicaCount' | 'sagemaker:variant:DesiredInstanceCount' | 'custom-resource:ResourceType:Property' | 'comprehend:document-classifier-endpoint:DesiredInferenceUnits' | 'comprehend:entity-recognizer-endpoint:DesiredInferenceUnits' | 'lambda:function:ProvisionedConcurrency' | 'cassandra:table:ReadCapacityUnits' | 'cassandra:table:WriteCapacityUnits' | 'kafka:broker-storage:VolumeSize' | 'elasticache:cache-cluster:Nodes' | 'elasticache:replication-group:NodeGroups' | 'elasticache:replication-group:Replicas' | 'neptune:cluster:ReadReplicaCount' | 'sagemaker:variant:DesiredProvisionedConcurrency' | 'sagemaker:inference-component:DesiredCopyCount' | 'workspaces:workspacespool:DesiredUserSessions';
export interface ScalableTarget { readonly ServiceNamespace: ServiceNamespace; readonly ResourceId: string; readonly ScalableDimension: ScalableDimension; readonly MinCapacity: number; readonly MaxCapacity: number; readonly PredictedCapacity?: number; readonly RoleARN: string; readonly CreationTime: Date; readonly SuspendedState?: SuspendedState; readonly ScalableTargetARN?: string }
export interface ScalableTargetAction { readonly MinCapacity?: number; readonly MaxCapacity?: number }
export interface ScalingPolicy { readonly PolicyARN: string; readonly PolicyName: string; readonly ServiceNamespace: ServiceNamespace; readonly ResourceId: string; readonly ScalableDimension: ScalableDimension; readonly PolicyType: PolicyType; readonly StepScalingPolicyConfiguration?: StepScalingPolicyConfiguration; readonly TargetTrackingScalingPolicyConfiguration?: TargetTrackingScalingPolicyConfiguration; readonly PredictiveScalingPolicyConfiguration?: PredictiveScalingPolicyConfiguration; readonly Alarms?: readonly Alarm[]; readonly CreationTime: Date }
export interface ScheduledAction { readonly ScheduledActionName: string; readonly ScheduledActionARN: string; readonly ServiceNamespace: ServiceNamespace; readonly Schedule: string; readonly Timezone?: string; readonly ResourceId: string; readonly ScalableDimension?: ScalableDimension; readonly StartTime?: Date; readonly EndTime?: Date; readonly ScalableTargetAction?: ScalableTargetAction; readonly CreationTime: Date }
export type ServiceNamespace = 'ecs' | 'elasticmapreduce' | 'ec2' | 'appstream' | 'dynamodb' | 'rds' | 'sagemaker' | 'custom-resource' | 'comprehend' | 'lambda' | 'cassandra' | 'kafka' | 'elasticache' | 'neptune' | 'workspaces';
export interface StepAdjustment { readonly MetricIntervalLowerBound?: number; readonly MetricIntervalUpperBound?: number; readonly ScalingAdjustment: number }
export interface StepScalingPolicyConfiguration { readonly AdjustmentType?: AdjustmentType; readonly StepAdjustments?: readonly StepAdjustment[]; readonly MinAdjustmentMagnitude?: number; readonly Cooldown?: number; readonly MetricAggregationType?: MetricAggregationType }
export interface SuspendedState { readonly DynamicScalingInSuspended?: boolean; readonly DynamicScalingOutSuspended?: boolean; readonly ScheduledScalingSuspended?: boolean }
export interface TagResourceRequest { readonly ResourceARN: string; readonly Tags: { readonly [key: string]: string } }
export interface TargetTrackingMetric { readonly Dimensions?: readonly TargetTrackingMetricDimension[]; readonly MetricName?: string; readonly Namespace?: string }
export interface TargetTrackingMetricDataQuery { readonly Expression?: string; readonly Id: string; readonly Label?: string; readonly MetricStat?: TargetTrackingMetricStat; readonly ReturnData?: boolean }
export interface TargetTrackingMetricDimension { readonly Name: string; readonly Value: string }
export interface TargetTrackingMetricStat { readonly Metric: TargetTrackingMetric; readonly Stat: string; readonly Unit?: string }
export interface TargetTrackingScalingPolicyConfiguration { readonly TargetValue: number; readonly PredefinedMetricSpecification?: PredefinedMetricSpecification; readonly CustomizedMetricSpecification?: CustomizedMetricSpecification; readonly ScaleOutCooldown?: number; readonly ScaleInCooldown?: number; readonly DisableScaleIn?: boolean }
export interface UntagResourceRequest { readonly ResourceARN: string; readonly TagKeys: readonly string[] }
