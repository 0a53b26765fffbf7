// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  CreateEventBus: [CreateEventBusRequest, CreateEventBusResponse];
  DeleteEventBus: [DeleteEventBusRequest, void];
  DeleteRule: [DeleteRuleRequest, void];
  DescribeEventBus: [DescribeEventBusRequest, DescribeEventBusResponse];
  DescribeRule: [DescribeRuleRequest, DescribeRuleResponse];
  DisableRule: [DisableRuleRequest, void];
  EnableRule: [EnableRuleRequest, void];
  ListEventBuses: [ListEventBusesRequest, ListEventBusesResponse];
  ListRules: [ListRulesRequest, ListRulesResponse];
  ListTagsForResource: [ListTagsForResourceRequest, ListTagsForResourceResponse];
  ListTargetsByRule: [ListTargetsByRuleRequest, ListTargetsByRuleResponse];
  PutEvents: [PutEventsRequest, PutEventsResponse];
  PutRule: [PutRuleRequest, PutRuleResponse];
  PutTargets: [PutTargetsRequest, PutTargetsResponse];
  RemoveTargets: [RemoveTargetsRequest, RemoveTargetsResponse];
  TagResource: [TagResourceRequest, void];
  TestEventPattern: [TestEventPatternRequest, TestEventPatternResponse];
  UntagResource: [UntagResourceRequest, void];
}

export interface AppSyncParameters { readonly GraphQLOperation?: string }
export type AssignPublicIp = 'ENABLED' | 'DISABLED';
export interface AwsVpcConfiguration { readonly Subnets: readonly string[]; readonly SecurityGroups?: readonly string[]; readonly AssignPublicIp?: AssignPublicIp }
export interface BatchArrayProperties { readonly Size?: number }
export interface BatchParameters { readonly JobDefinition: string; readonly JobName: string; readonly ArrayProperties?: BatchArrayProperties; readonly RetryStrategy?: BatchRetryStrategy }
export interface BatchRetryStrategy { readonly Attempts?: number }
export interface CapacityProviderStrategyItem { readonly capacityProvider: string; readonly weight?: number; readonly base?: number }
export interface CreateEventBusRequest { readonly Name: string; readonly EventSourceName?: string; readonly Description?: string; readonly KmsKeyIdentifier?: string; readonly DeadLetterConfig?: DeadLetterConfig; readonly LogConfig?: LogConfig; readonly Tags?: readonly Tag[] }
export interface CreateEventBusResponse { readonly EventBusArn?: string; readonly Description?: string; readonly KmsKeyIdentifier?: string; readonly DeadLetterConfig?: DeadLetterConfig; readonly LogConfig?: LogConfig }
export interface DeadLetterConfig { readonly Arn?: string }
export interface DeleteEventBusRequest { readonly Name: string }
export interface DeleteRuleRequest { readonly Name: string; readonly EventBusName?: string; readonly Force?: boolean }
export interface DescribeEventBusRequest { readonly Name?: string }
export interface DescribeEventBusResponse { readonly Name?: string; readonly Arn?: string; readonly Description?: string; readonly KmsKeyIdentifier?: string; readonly DeadLetterConfig?: DeadLetterConfig; readonly Policy?: string; readonly LogConfig?: LogConfig; readonly CreationTime?: Date; readonly LastModifiedTime?: Date; readonly ManagedBy?: string }
export interface DescribeRuleRequest { readonly Name: string; readonly EventBusName?: string }
export interface DescribeRuleResponse { readonly Name?: string; readonly Arn?: string; readonly EventPattern?: string; readonly ScheduleExpression?: string; readonly State?: RuleState; readonly Description?: string; readonly RoleArn?: string; readonly ManagedBy?: string; readonly EventBusName?: string; readonly CreatedBy?: string }
export interface DisableRuleRequest { readonly Name: string; readonly EventBusName?: string }
export interface EcsParameters { readonly TaskDefinitionArn: string; readonly TaskCount?: number; readonly LaunchType?: LaunchType; readonly NetworkConfiguration?: NetworkConfiguration; readonly PlatformVersion?: string; readonly Group?: string; readonly CapacityProviderStrategy?: readonly CapacityProviderStrategyItem[]; readonly EnableECSManagedTags?: boolean; readonly EnableExecuteCommand?: boolean; readonly PlacementConstraints?: readonly PlacementConstraint[]; readonly PlacementStrategy?: readonly PlacementStrategy[]; readonly PropagateTags?: PropagateTags; readonly ReferenceId?: string; readonly Tags?: readonly Tag[] }
export interface EnableRuleRequest { readonly Name: string; readonly EventBusName?: string }
export interface EventBus { readonly Name?: string; readonly Arn?: string; readonly Description?: string; readonly Policy?: string; readonly CreationTime?: Date; readonly LastModifiedTime?: Date; readonly ManagedBy?: string }
export interface HttpParameters { readonly PathParameterValues?: readonly string[]; readonly HeaderParameters?: { readonly [key: string]: string }; readonly QueryStringParameters?: { readonly [key: string]: string } }
export type IncludeDetail = 'NONE' | 'FULL';
export interface InputTransformer { readonly InputPathsMap?: { readonly [key: string]: string }; readonly InputTemplate: string }
export interface KinesisParameters { readonly PartitionKeyPath: string }
export type LaunchType = 'EC2' | 'FARGATE' | 'EXTERNAL';
export type Level = 'OFF' | 'ERROR' | 'INFO' | 'TRACE';
export interface ListEventBusesRequest { readonly NamePrefix?: string; readonly NextToken?: string; readonly Limit?: number }
export interface ListEventBusesResponse { readonly EventBuses?: readonly EventBus[]; readonly NextToken?: string }
export interface ListRulesRequest { readonly NamePrefix?: string; readonly EventBusName?: string; readonly NextToken?: string; readonly Limit?: number }
export interface ListRulesResponse { readonly Rules?: readonly Rule[]; readonly NextToken?: string }
export interface ListTagsForResourceRequest { readonly ResourceARN: string }
export interface ListTagsForResourceResponse { readonly Tags?: readonly Tag[] }
export interface ListTargetsByRuleRequest { readonly Rule: string; readonly EventBusName?: string; readonly NextToken?: string; readonly Limit?: number }
export interface ListTargetsByRuleResponse { readonly Targets?: readonly Target[]; readonly NextToken?: string }
export interface LogConfig { readonly IncludeDetail?: IncludeDetail; readonly Level?: Level }
export interface NetworkConfiguration { readonly awsvpcConfiguration?: AwsVpcConfiguration }
export interface PlacementConstraint { readonly type?: PlacementConstraintType; readonly expression?: string }
export type PlacementConstraintType = 'distinctInstance' | 'memberOf';
export interface PlacementStrategy { readonly type?: PlacementStrategyType; readonly field?: string }
export type PlacementStrategyType = 'random' | 'spread' | 'binpack';
export type PropagateTags = 'TASK_DEFINITION';
export interface PutEventsRequest { readonly Entries: readonly PutEventsRequestEntry[]; readonly EndpointId?: string }
export interface PutEventsRequestEntry { readonly Time?: Date; readonly Source?: string; readonly Resources?: readonly string[]; readonly DetailType?: string; readonly Detail?: string; readonly EventBusName?: string; readonly TraceHeader?: string }
export interface PutEventsResponse { readonly FailedEntryCount?: number; readonly Entries?: readonly PutEventsResultEntry[] }
export interface PutEventsResultEntry { readonly EventId?: string; readonly ErrorCode?: string; readonly ErrorMessage?: string }
export interface PutRuleRequest { readonly Name: string; readonly ScheduleExpression?: string; readonly EventPattern?: string; readonly State?: RuleState; readonly Description?: string; readonly RoleArn?: string; readonly Tags?: readonly Tag[]; readonly EventBusName?: string }
export interface PutRuleResponse { readonly RuleArn?: string }
export interface PutTargetsRequest { readonly Rule: string; readonly EventBusName?: string; readonly Targets: readonly Target[] }
export interface PutTargetsResponse { readonly FailedEntryCount?: number; readonly FailedEntries?: readonly PutTargetsResultEntry[] }
export interface PutTargetsResultEntry { readonly TargetId?: string; readonly ErrorCode?: string; readonly ErrorMessage?: string }
export interface RedshiftDataParameters { readonly SecretManagerArn?: string; readonly Database: string; readonly DbUser?: string; readonly Sql?: string; readonly StatementName?: string; readonly WithEvent?: boolean; readonly Sqls?: readonly string[] }
export interface RemoveTargetsRequest { readonly Rule: string; readonly EventBusName?: string; readonly Ids: readonly string[]; readonly Force?: boolean }
export interface RemoveTargetsResponse { readonly FailedEntryCount?: number; readonly FailedEntries?: readonly RemoveTargetsResultEntry[] }
export interface RemoveTargetsResultEntry { readonly TargetId?: string; readonly ErrorCode?: string; readonly ErrorMessage?: string }
export interface RetryPolicy { readonly MaximumRetryAttempts?: number; readonly MaximumEventAgeInSeconds?: number }
export interface Rule { readonly Name?: string; readonly Arn?: string; readonly EventPattern?: string; readonly State?: RuleState; readonly Description?: string; readonly ScheduleExpression?: string; readonly RoleArn?: string; readonly ManagedBy?: string; readonly EventBusName?: string }
export type RuleState = 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
export interface RunCommandParameters { readonly RunCommandTargets: readonly RunCommandTarget[] }
export interface RunCommandTarget { readonly Key: string; readonly Values: readonly string[] }
export interface SageMakerPipelineParameter { readonly Name: string; readonly Value: string }
export interface SageMakerPipelineParameters { readonly PipelineParameterList?: readonly SageMakerPipelineParameter[] }
export interface SqsParameters { readonly MessageGroupId?: string }
export interface Tag { readonly Key: string; readonly Value: string }
export interface TagResourceRequest { readonly ResourceARN: string; readonly Tags: readonly Tag[] }
export interface Target { readonly Id: string; readonly Arn: string; readonly RoleArn?: string; readonly Input?: string; readonly InputPath?: string; readonly InputTransformer?: InputTransformer; readonly KinesisParameters?: KinesisParameters; readonly RunCommandParameters?: RunCommandParameters; readonly EcsParameters?: EcsParameters; readonly BatchParameters?: BatchParameters; readonly SqsParameters?: SqsParameters; readonly HttpParameters?: HttpParameters; readonly RedshiftDataParameters?: RedshiftDataParameters; readonly SageMakerPipelineParameters?: SageMakerPipelineParameters; readonly DeadLetterConfig?: DeadLetterConfig; readonly RetryPolicy?: RetryPolicy; readonly AppSyncParameters?: AppSyncParameters }
export interface TestEventPatternRequest { readonly EventPattern: string; readonly Event: string }
export interface TestEventPatternResponse { readonly Result?: boolean }
export interface UntagResourceRequest { readonly ResourceARN: string; readonly TagKeys: readonly string[] }
