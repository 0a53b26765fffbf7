// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  DeleteAlarmMuteRule: [DeleteAlarmMuteRuleInput, void];
  DeleteAlarms: [DeleteAlarmsInput, void];
  DeleteDashboards: [DeleteDashboardsInput, void];
  DescribeAlarmHistory: [DescribeAlarmHistoryInput, DescribeAlarmHistoryOutput];
  DescribeAlarms: [DescribeAlarmsInput, DescribeAlarmsOutput];
  DescribeAlarmsForMetric: [DescribeAlarmsForMetricInput, DescribeAlarmsForMetricOutput];
  DisableAlarmActions: [DisableAlarmActionsInput, void];
  EnableAlarmActions: [EnableAlarmActionsInput, void];
  GetAlarmMuteRule: [GetAlarmMuteRuleInput, GetAlarmMuteRuleOutput];
  GetDashboard: [GetDashboardInput, GetDashboardOutput];
  GetMetricData: [GetMetricDataInput, GetMetricDataOutput];
  GetMetricStatistics: [GetMetricStatisticsInput, GetMetricStatisticsOutput];
  ListAlarmMuteRules: [ListAlarmMuteRulesInput, ListAlarmMuteRulesOutput];
  ListDashboards: [ListDashboardsInput, ListDashboardsOutput];
  ListMetrics: [ListMetricsInput, ListMetricsOutput];
  ListTagsForResource: [ListTagsForResourceInput, ListTagsForResourceOutput];
  PutAlarmMuteRule: [PutAlarmMuteRuleInput, void];
  PutDashboard: [PutDashboardInput, PutDashboardOutput];
  PutMetricAlarm: [PutMetricAlarmInput, void];
  PutMetricData: [PutMetricDataInput, void];
  SetAlarmState: [SetAlarmStateInput, void];
  TagResource: [TagResourceInput, void];
  UntagResource: [UntagResourceInput, void];
}

export interface ActionConfiguration { readonly AlarmTagsPropagation?: AlarmTagsPropagation }
export type ActionsSuppressedBy = 'WaitPeriod' | 'ExtensionPeriod' | 'Alarm';
export interface AlarmHistoryItem { readonly AlarmName?: string; readonly AlarmContributorId?: string; readonly AlarmType?: AlarmType; readonly Timestamp?: Date; readonly HistoryItemType?: HistoryItemType; readonly HistorySummary?: string; readonly HistoryData?: string; readonly AlarmContributorAttributes?: { readonly [key: string]: string } }
export type AlarmMuteRuleStatus = 'SCHEDULED' | 'ACTIVE' | 'EXPIRED';
export interface AlarmMuteRuleSummary { readonly AlarmMuteRuleArn?: string; readonly ExpireDate?: Date; readonly Status?: AlarmMuteRuleStatus; readonly MuteType?: string; readonly LastUpdatedTimestamp?: Date }
export interface AlarmPromQLCriteria { readonly Query: string; readonly PendingPeriod?: number; readonly RecoveryPeriod?: number }
export interface AlarmTagsPropagation { readonly Enabled: boolean; readonly IncludedTagKeys?: readonly string[]; readonly ExcludedTagKeys?: readonly string[] }
export type AlarmType = 'CompositeAlarm' | 'MetricAlarm' | 'LogAlarm';
export type ComparisonOperator = 'GreaterThanOrEqualToThreshold' | 'GreaterThanThreshold' | 'LessThanThreshold' | 'LessThanOrEqualToThreshold' | 'LessThanLowerOrGreaterThanUpperThreshold' | 'LessThanLowerThreshold' | 'GreaterThanUpperThreshold';
export interface CompositeAlarm { readonly ActionsEnabled?: boolean; readonly AlarmActions?: readonly string[]; readonly AlarmArn?: string; readonly AlarmConfigurationUpdatedTimestamp?: Date; readonly AlarmDescription?: string; readonly AlarmName?: string; readonly AlarmRule?: string; readonly InsufficientDataActions?: readonly string[]; readonly OKActions?: readonly string[]; readonly StateReason?: string; readonly StateReasonData?: string; readonly StateUpdatedTimestamp?: Date; readonly StateValue?: StateValue; readonly StateTransitionedTimestamp?: Date; readonly ActionsSuppressedBy?: ActionsSuppressedBy; readonly ActionsSuppressedReason?: string; readonly ActionsSuppressor?: string; readonly ActionsSuppressorWaitPeriod?: number; readonly ActionsSuppressorExtensionPeriod?: number; readonly ActionConfiguration?: ActionConfiguration }
export interface DashboardEntry { readonly DashboardName?: string; readonly DashboardArn?: string; readonly LastModified?: Date; readonly Size?: number }
export interface DashboardValidationMessage { readonly DataPath?: string; readonly Message?: string }
export interface Datapoint { readonly Timestamp?: Date; readonly SampleCount?: number; readonly Average?: number; readonly Sum?: number; readonly Minimum?: number; readonly Maximum?: number; readonly Unit?: StandardUnit; readonly ExtendedStatistics?: { readonly [key: string]: number } }
export interface DeleteAlarmMuteRuleInput { readonly AlarmMuteRuleName: string }
export interface DeleteAlarmsInput { readonly AlarmNames: readonly string[] }
export interface DeleteDashboardsInput { readonly DashboardNames: readonly string[] }
export interface DescribeAlarmHistoryInput { readonly AlarmName?: string; readonly AlarmContributorId?: string; readonly AlarmTypes?: readonly AlarmType[]; readonly HistoryItemType?: HistoryItemType; readonly StartDate?: Date; readonly EndDate?: Date; readonly MaxRecords?: number; readonly NextToken?: string; readonly ScanBy?: ScanBy }
export interface DescribeAlarmHistoryOutput { readonly AlarmHistoryItems?: readonly AlarmHistoryItem[]; readonly NextToken?: string }
export interface DescribeAlarmsForMetricInput { readonly MetricName: string; readonly Namespace: string; readonly Statistic?: Statistic; readonly ExtendedStatistic?: string; readonly Dimensions?: readonly Dimension[]; readonly Period?: number; readonly Unit?: StandardUnit }
export interface DescribeAlarmsForMetricOutput { readonly MetricAlarms?: readonly MetricAlarm[] }
export interface DescribeAlarmsInput { readonly AlarmNames?: readonly string[]; readonly AlarmNamePrefix?: string; readonly AlarmTypes?: readonly AlarmType[]; readonly ChildrenOfAlarmName?: string; readonly ParentsOfAlarmName?: string; readonly StateValue?: StateValue; readonly ActionPrefix?: string; readonly MaxRecords?: number; readonly NextToken?: string }
export interface DescribeAlarmsOutput { readonly CompositeAlarms?: readonly CompositeAlarm[]; readonly MetricAlarms?: readonly MetricAlarm[]; readonly LogAlarms?: readonly LogAlarm[]; readonly NextToken?: string }
export interface Dimension { readonly Name: string; readonly Value: string }
export interface DimensionFilter { readonly Name: string; readonly Value?: string }
export interface DisableAlarmActionsInput { readonly AlarmNames: readonly string[] }
export interface EnableAlarmActionsInput { readonly AlarmNames: readonly string[] }
export interface Entity { readonly KeyAttributes?: { readonly [key: string]: string }; readonly Attributes?: { readonly [key: string]: string } }
export interface EntityMetricData { readonly Entity?: Entity; readonly MetricData?: readonly MetricDatum[] }
export interface EvaluationCriteria { readonly PromQLCriteria?: AlarmPromQLCriteria }
export type EvaluationState = 'PARTIAL_DATA' | 'EVALUATION_FAILURE' | 'EVALUATION_ERROR';
export interface EvaluationWindow { readonly WallClockWindow?: WallClockWindow; readonly SlidingWindow?: SlidingWindow }
export interface GetAlarmMuteRuleInput { readonly AlarmMuteRuleName: string }
export interface GetAlarmMuteRuleOutput { readonly Name?: string; readonly AlarmMuteRuleArn?: string; readonly Description?: string; readonly Rule?: Rule; readonly MuteTargets?: MuteTargets; readonly StartDate?: Date; readonly ExpireDate?: Date; readonly Status?: AlarmMuteRuleStatus; readonly LastUpdatedTimestamp?: Date; readonly MuteType?: string }
export interface GetDashboardInput { readonly DashboardName: string }
export interface GetDashboardOutput { readonly DashboardArn?: string; readonly DashboardBody?: string; readonly DashboardName?: string }
export interface GetMetricDataInput { readonly MetricDataQueries: readonly MetricDataQuery[]; readonly StartTime: Date; readonly EndTime: Date; readonly NextToken?: string; readonly ScanBy?: ScanBy; readonly MaxDatapoints?: number; readonly LabelOptions?: LabelOptions }
export interface GetMetricDataOutput { readonly MetricDataResults?: readonly MetricDataResult[]; readonly NextToken?: string; readonly Messages?: readonly MessageData[] }
export interface GetMetricStatisticsInput { readonly Namespace: string; readonly MetricName: string; readonly Dimensions?: readonly Dimension[]; readonly StartTime: Date; readonly EndTime: Date; readonly Period: number; readonly Statistics?: readonly Statistic[]; readonly ExtendedStatistics?: readonly string[]; readonly Unit?: StandardUnit }
export interface GetMetricStatisticsOutput { readonly Label?: string; readonly Datapoints?: readonly Datapoint[] }
export type HistoryItemType = 'ConfigurationUpdate' | 'StateUpdate' | 'Action' | 'AlarmContributorStateUpdate' | 'AlarmContributorAction';
export interface LabelOptions { readonly Timezone?: string }
export interface ListAlarmMuteRulesInput { readonly AlarmName?: string; readonly Statuses?: readonly AlarmMuteRuleStatus[]; readonly MaxRecords?: number; readonly NextToken?: string }
export interface ListAlarmMuteRulesOutput { readonly AlarmMuteRuleSummaries?: readonly AlarmMuteRuleSummary[]; readonly NextToken?: string }
export interface ListDashboardsInput { readonly DashboardNamePrefix?: string; readonly NextToken?: string }
export interface ListDashboardsOutput { readonly DashboardEntries?: readonly DashboardEntry[]; readonly NextToken?: string }
export interface ListMetricsInput { readonly Namespace?: string; readonly MetricName?: string; readonly Dimensions?: readonly DimensionFilter[]; readonly NextToken?: string; readonly RecentlyActive?: RecentlyActive; readonly IncludeLinkedAccounts?: boolean; readonly OwningAccount?: string }
export interface ListMetricsOutput { readonly Metrics?: readonly Metric[]; readonly NextToken?: string; readonly OwningAccounts?: readonly string[] }
export interface ListTagsForResourceInput { readonly ResourceARN: string }
export interface ListTagsForResourceOutput { readonly Tags?: readonly Tag[] }
export interface LogAlarm { readonly AlarmName?: string; readonly AlarmArn?: string; readonly AlarmDescription?: string; readonly AlarmConfigurationUpdatedTimestamp?: Date; readonly ActionsEnabled?: boolean; readonly OKActions?: readonly string[]; readonly AlarmActions?: readonly string[]; readonly InsufficientDataActions?: readonly string[]; readonly StateValue?: StateValue; readonly StateReason?: string; readonly StateReasonData?: string; readonly StateUpdatedTimestamp?: Date; readonly ScheduledQueryConfiguration?: ScheduledQueryConfiguration; readonly QueryResultsToEvaluate?: number; readonly QueryResultsToAlarm?: number; readonly Threshold?: number; readonly ComparisonOperator?: ComparisonOperator; readonly TreatMissingData?: string; readonly StateTransitionedTimestamp?: Date; readonly EvaluationState?: EvaluationState; readonly ActionLogLineCount?: number; readonly ActionLogLineRoleArn?: string; readonly WarmUpConfiguration?: WarmUpConfiguration; readonly ActionConfiguration?: ActionConfiguration }
export interface MessageData { readonly Code?: string; readonly Value?: string }
export interface Metric { readonly Namespace?: string; readonly MetricName?: string; readonly Dimensions?: readonly Dimension[] }
export interface MetricAlarm { readonly AlarmName?: string; readonly AlarmArn?: string; readonly AlarmDescription?: string; readonly AlarmConfigurationUpdatedTimestamp?: Date; readonly ActionsEnabled?: boolean; readonly OKActions?: readonly string[]; readonly AlarmActions?: readonly string[]; readonly InsufficientDataActions?: readonly string[]; readonly StateValue?: StateValue; readonly StateReason?: string; readonly StateReasonData?: string; readonly StateUpdatedTimestamp?: Date; readonly MetricName?: string; readonly Namespace?: string; readonly Statistic?: Statistic; readonly ExtendedStatistic?: string; readonly Dimensions?: readonly Dimension[]; readonly Period?: number; readonly Unit?: StandardUnit; readonly EvaluationPeriods?: number; readonly DatapointsToAlarm?: number; readonly Threshold?: number; readonly ComparisonOperator?: ComparisonOperator; readonly TreatMissingData?: string; readonly EvaluateLowSampleCountPercentile?: string; readonly Metrics?: readonly MetricDataQuery[]; readonly ThresholdMetricId?: string; readonly EvaluationState?: EvaluationState; readonly StateTransitionedTimestamp?: Date; readonly EvaluationWindow?: EvaluationWindow; readonly WarmUpConfiguration?: WarmUpConfiguration; readonly EvaluationCriteria?: EvaluationCriteria; readonly EvaluationInterval?: number; readonly ActionConfiguration?: ActionConfiguration }
export interface MetricDataQuery { readonly Id: string; readonly MetricStat?: MetricStat; readonly Expression?: string; readonly Label?: string; readonly ReturnData?: boolean; readonly Period?: number; readonly AccountId?: string }
export interface MetricDataResult { readonly Id?: string; readonly Label?: string; readonly Timestamps?: readonly Date[]; readonly Values?: readonly number[]; readonly StatusCode?: StatusCode; readonly Messages?: readonly MessageData[] }
export interface MetricDatum { readonly MetricName: string; readonly Dimensions?: readonly Dimension[]; readonly Timestamp?: Date; readonly Value?: number; readonly StatisticValues?: StatisticSet; readonly Values?: readonly number[]; readonly Counts?: readonly number[]; readonly Unit?: StandardUnit; readonly StorageResolution?: number }
export interface MetricStat { readonly Metric: Metric; readonly Period: number; readonly Stat: string; readonly Unit?: StandardUnit }
export interface MuteTargets { readonly AlarmNames: readonly string[] }
export interface PutAlarmMuteRuleInput { readonly Name: string; readonly Description?: string; readonly Rule: Rule; readonly MuteTargets?: MuteTargets; readonly Tags?: readonly Tag[]; readonly StartDate?: Date; readonly ExpireDate?: Date }
export interface PutDashboardInput { readonly DashboardName: string; readonly DashboardBody: string; readonly Tags?: readonly Tag[] }
export interface PutDashboardOutput { readonly DashboardValidationMessages?: readonly DashboardValidationMessage[] }
export interface PutMetricAlarmInput { readonly AlarmName: string; readonly AlarmDescription?: string; readonly ActionsEnabled?: boolean; readonly OKActions?: readonly string[]; readonly AlarmActions?: readonly string[]; readonly InsufficientDataActions?: readonly string[]; readonly MetricName?: string; readonly Namespace?: string; readonly Statistic?: Statistic; readonly ExtendedStatistic?: string; readonly Dimensions?: readonly Dimension[]; readonly Period?: number; readonly Unit?: StandardUnit; readonly EvaluationPeriods?: number; readonly DatapointsToAlarm?: number; readonly Threshold?: number; readonly ComparisonOperator?: ComparisonOperator; readonly TreatMissingData?: string; readonly EvaluateLowSampleCountPercentile?: string; readonly Metrics?: readonly MetricDataQuery[]; readonly Tags?: readonly Tag[]; readonly ThresholdMetricId?: string; readonly EvaluationWindow?: EvaluationWindow; readonly WarmUpConfiguration?: WarmUpConfiguration; readonly EvaluationCriteria?: EvaluationCriteria; readonly EvaluationInterval?: number; readonly ActionConfiguration?: ActionConfiguration }
export interface PutMetricDataInput { readonly Namespace: string; readonly MetricData?: readonly MetricDatum[]; readonly EntityMetricData?: readonly EntityMetricData[]; readonly StrictEntityValidation?: boolean }
export type RecentlyActive = 'PT3H';
export interface Rule { readonly Schedule: Schedule }
export type ScanBy = 'TimestampDescending' | 'TimestampAscending';
export interface Schedule { readonly Expression: string; readonly Duration: string; readonly Timezone?: string }
export interface ScheduleConfiguration { readonly ScheduleExpression: string; readonly StartTimeOffset: number; readonly EndTimeOffset?: number }
export interface ScheduledQueryConfiguration { readonly QueryString: string; readonly LogGroupIdentifiers?: readonly string[]; readonly QueryARN?: string; readonly ScheduledQueryRoleARN: string; readonly ScheduleConfiguration: ScheduleConfiguration; readonly AggregationExpression: string; readonly Tags?: readonly Tag[] }
export interface SetAlarmStateInput { readonly AlarmName: string; readonly StateValue: StateValue; readonly StateReason: string; readonly StateReasonData?: string }
export interface SlidingWindow {}
export type StandardUnit = 'Seconds' | 'Microseconds' | 'Milliseconds' | 'Bytes' | 'Kilobytes' | 'Megabytes' | 'Gigabytes' | 'Terabytes' | 'Bits' | 'Kilobits' | 'Megabits' | 'Gigabits' | 'Terabits' | 'Percent' | 'Count' | 'Bytes/Second' | 'Kilobytes/Second' | 'Megabytes/Second' | 'Gigabytes/Second' | 'Terabytes/Second' | 'Bits/Second' | 'Kilobits/Second' | 'Megabits/Second' | 'Gigabits/Second' | 'Terabits/Second' | 'Count/Second' | 'None';
export type StateValue = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export type Statistic = 'SampleCount' | 'Average' | 'Sum' | 'Minimum' | 'Maximum';
export interface StatisticSet { readonly SampleCount: number; readonly Sum: number; readonly Minimum: number; readonly Maximum: number }
export type StatusCode = 'Complete' | 'InternalError' | 'PartialData' | 'Forbidden';
export interface Tag { readonly Key: string; readonly Value: string }
export interface TagResourceInput { readonly ResourceARN: string; readonly Tags: readonly Tag[] }
export interface UntagResourceInput { readonly ResourceARN: string; readonly TagKeys: readonly string[] }
export interface WallClockWindow { readonly Timezone?: string }
export interface WarmUpConfiguration { readonly WarmUpPeriodDurationInMinutes: number; readonly OnlyStartEvaluatingAfterWarmUpPeriodEnds?: boolean }
