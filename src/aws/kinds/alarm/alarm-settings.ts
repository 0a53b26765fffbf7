/** Converts an alarm's settings between apikit's form and CloudWatch's. Pure. */
import type { Metric, MetricAlarm, MetricDataQuery, PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import type { ResolvedResource } from '../../../engine/resource.ts';
import { toTagList } from '../../ownership/ownership.ts';
import { markOf, splitMark, withMark } from '../../ownership/ownership-mark.ts';
import type { AlarmMetric, AlarmProperties, AlarmShape, ComparableAlarm, DesiredAlarm } from './shape.ts';

/** `Action` is an ARN, or the reference that becomes one. */
type AlarmWith<Action> = Omit<AlarmProperties, 'actions' | 'okActions'> & { actions: Action[]; okActions?: Action[] };

/** The ID of the expression among the queries. The stack chooses the IDs of the metrics. */
const RESULT = 'apikit_result';
const SINGLE = 'metric';
/** The statistics with a field of their own. All others are extended statistics (`p99`). */
const PLAIN = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;

/**
 * The whole alarm, because PutMetricAlarm replaces the existing one. Its tags count only at creation
 * (docs/aws/cloudwatch.md).
 */
export function alarmInput({ name, properties: desired }: ResolvedResource<AlarmShape>): PutMetricAlarmCommandInput {
  return {
    AlarmName: name,
    AlarmDescription: withMark(desired.description, markOf(desired.tags)),
    ...(desired.expression === undefined ? singleMetric(desired) : { Metrics: queries(desired) }),
    EvaluationPeriods: desired.evaluationPeriods,
    DatapointsToAlarm: desired.datapointsToAlarm,
    Threshold: desired.threshold,
    ComparisonOperator: desired.comparison,
    TreatMissingData: desired.treatMissingData,
    AlarmActions: desired.actions,
    ...(desired.okActions && { OKActions: desired.okActions }),
    Tags: toTagList(desired.tags),
  };
}

function singleMetric({ metrics, period }: DesiredAlarm): Partial<PutMetricAlarmCommandInput> {
  const [metric] = metrics;
  if (!metric) throw new Error('an alarm without an expression needs one metric');
  const { MetricName, Namespace, Dimensions } = metricInput(metric);
  const plain = PLAIN.find((stat) => stat === metric.stat);
  const statistic = plain
    ? { Statistic: plain }
    : // With little traffic a high percentile says nothing; the state then stays as it is (docs/aws/cloudwatch.md).
      { ExtendedStatistic: metric.stat, EvaluateLowSampleCountPercentile: 'ignore' };
  return { MetricName, Namespace, Dimensions, Period: period, ...statistic };
}

function queries({ metrics, expression, period }: DesiredAlarm): MetricDataQuery[] {
  return [
    { Id: RESULT, Expression: expression, ReturnData: true },
    ...metrics.map((metric) => ({
      Id: metric.id,
      MetricStat: { Metric: metricInput(metric), Period: period, Stat: metric.stat },
      ReturnData: false,
    })),
  ];
}

function metricInput({ name, namespace, dimensions }: AlarmMetric): Metric {
  return {
    MetricName: name,
    Namespace: namespace,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
}

export function comparable<Action>({
  tags: _,
  metrics,
  expression,
  ...rest
}: AlarmWith<Action>): ComparableAlarm<Action> {
  const entries = metrics.map(({ id, ...metric }) => [expression === undefined ? SINGLE : id, metric]);
  return {
    ...rest,
    metrics: Object.fromEntries(entries),
    ...(expression !== undefined && { expression }),
    actions: [...rest.actions].sort(),
    okActions: [...(rest.okActions ?? [])].sort(),
  };
}

export function describedAlarm(alarm: MetricAlarm): ComparableAlarm {
  const expression = alarm.Metrics?.find(({ Expression }) => Expression !== undefined)?.Expression;
  const inputs = alarm.Metrics?.filter(({ MetricStat }) => MetricStat !== undefined) ?? [];
  const metrics = alarm.MetricName
    ? { [SINGLE]: describedMetric(alarm, alarm.Statistic ?? alarm.ExtendedStatistic) }
    : Object.fromEntries(
        inputs.map(({ Id = '', MetricStat }) => [Id, describedMetric(MetricStat?.Metric, MetricStat?.Stat)]),
      );
  return {
    description: splitMark(alarm.AlarmDescription ?? '').description,
    metrics,
    ...(expression !== undefined && { expression }),
    period: alarm.Period ?? inputs[0]?.MetricStat?.Period ?? 0,
    evaluationPeriods: alarm.EvaluationPeriods ?? 0,
    // CloudWatch leaves the number out if it equals the evaluation periods.
    datapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods ?? 0,
    threshold: alarm.Threshold ?? 0,
    comparison: alarm.ComparisonOperator ?? '',
    treatMissingData: alarm.TreatMissingData ?? 'missing',
    actions: [...(alarm.AlarmActions ?? [])].sort(),
    okActions: [...(alarm.OKActions ?? [])].sort(),
  };
}

function describedMetric(metric: Metric | undefined, stat = ''): Omit<AlarmMetric, 'id'> {
  return {
    namespace: metric?.Namespace ?? '',
    name: metric?.MetricName ?? '',
    dimensions: Object.fromEntries((metric?.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value])),
    stat,
  };
}
