/** Metric alarms as they are stored: collection `cloudwatch.alarms`, keyed by name. */
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import type { Collection } from '../../storage/store.ts';
import type { Dimension } from './checks.ts';
import type { MetricDataQuery } from './metric-queries.ts';
import { readNumber } from './wire-values.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** The settings of PutMetricAlarm, with the names of the request. */
export interface AlarmConfiguration {
  readonly AlarmName: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled: boolean;
  readonly OKActions: readonly string[];
  readonly AlarmActions: readonly string[];
  readonly InsufficientDataActions: readonly string[];
  readonly MetricName?: string;
  readonly Namespace?: string;
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Dimensions: readonly Dimension[];
  readonly Period?: number;
  readonly Unit?: string;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData?: string;
  readonly EvaluateLowSampleCountPercentile?: string;
  readonly Metrics?: readonly MetricDataQuery[];
}

export interface Alarm {
  readonly configuration: AlarmConfiguration;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  /** Times are epoch milliseconds. */
  readonly configuredAt: number;
  readonly state: AlarmState;
  readonly stateReason: string;
  readonly stateReasonData?: string;
  readonly stateUpdatedAt: number;
  readonly stateTransitionedAt: number;
}

export const alarmsOf = (cloud: CloudBase, scope: Scope): Collection<Alarm> =>
  cloud.collection<Alarm>(scope, 'cloudwatch.alarms');

export const alarmArn = ({ account, region }: Scope, name: string): string =>
  `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;

export function alarmOnWire(alarm: Alarm, scope: Scope) {
  return {
    AlarmArn: alarmArn(scope, alarm.configuration.AlarmName),
    ...alarm.configuration,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAt),
    StateValue: alarm.state,
    StateReason: alarm.stateReason,
    ...(alarm.stateReasonData !== undefined && { StateReasonData: alarm.stateReasonData }),
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
  const metric = { Namespace: Namespace!, MetricName: MetricName!, Dimensions: [...Dimensions] };
  const stat = { Metric: metric, Period: readNumber(Period!, 'Period'), Stat: (Statistic ?? ExtendedStatistic)! };
  return [{ Id: 'm1', MetricStat: { ...stat, ...(Unit !== undefined && { Unit }) } }];
}
