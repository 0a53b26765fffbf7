/** Metric alarms as they are stored: collection `cloudwatch.alarms`, keyed by name. */
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import type {
  ComparisonOperator,
  Dimension,
  MetricAlarm,
  MetricDataQuery,
  PutMetricAlarmInput,
  StateValue,
} from '../../models/cloudwatch.ts';
import type { Collection } from '../../storage/store.ts';

/** The settings of PutMetricAlarm, with the names of the request. */
export interface AlarmConfiguration extends Omit<PutMetricAlarmInput, 'Tags'> {
  readonly ActionsEnabled: boolean;
  readonly OKActions: readonly string[];
  readonly AlarmActions: readonly string[];
  readonly InsufficientDataActions: readonly string[];
  readonly Dimensions: readonly Dimension[];
  readonly EvaluationPeriods: number;
  readonly Threshold: number;
  readonly ComparisonOperator: ComparisonOperator;
}

export interface Alarm {
  readonly configuration: AlarmConfiguration;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  /** Times are epoch milliseconds. */
  readonly configuredAt: number;
  readonly state: StateValue;
  readonly stateReason: string;
  readonly stateReasonData?: string;
  readonly stateUpdatedAt: number;
  readonly stateTransitionedAt: number;
}

export const alarmsOf = (cloud: CloudBase, scope: Scope): Collection<Alarm> =>
  cloud.collection<Alarm>(scope, 'cloudwatch.alarms');

export const alarmArn = ({ account, region }: Scope, name: string): string =>
  `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;

export function alarmOnWire(alarm: Alarm, scope: Scope): MetricAlarm {
  return {
    AlarmArn: alarmArn(scope, alarm.configuration.AlarmName),
    ...alarm.configuration,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAt),
    StateValue: alarm.state,
    StateReason: alarm.stateReason,
    StateReasonData: alarm.stateReasonData,
    StateUpdatedTimestamp: new Date(alarm.stateUpdatedAt),
    StateTransitionedTimestamp: new Date(alarm.stateTransitionedAt),
  };
}

/**
 * Returns the metric of an alarm as queries, for both forms of the request; values that are not set are `undefined`.
 */
export function queriesOf(configuration: AlarmConfiguration): readonly MetricDataQuery[] {
  const { Metrics, Namespace, MetricName, Dimensions, Period, Statistic, ExtendedStatistic, Unit } = configuration;
  if (Metrics) return Metrics;
  const Metric = { Namespace, MetricName, Dimensions };
  return [{ Id: 'm1', MetricStat: { Metric, Period: Period!, Stat: (Statistic ?? ExtendedStatistic)!, Unit } }];
}
