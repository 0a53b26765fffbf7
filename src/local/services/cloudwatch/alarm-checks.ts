/** PutMetricAlarm's rules between members (docs/aws/cloudwatch.md). */
import { notImplemented } from '../../cloud/aws-error.ts';
import type { MetricDataQuery, PutMetricAlarmInput } from '../../models/cloudwatch.ts';
import type { AlarmConfiguration } from './alarm.ts';
import { check, checkPeriod } from './checks.ts';
import { finite, invalidCombination, invalidValue, missingParameter } from './errors.ts';
import { checkQueries, isReturned, periodOf } from './metric-queries.ts';
import { readStatistic } from './statistics.ts';

/** Operators of alarms on anomaly detection. */
const BAND_OPERATORS = [
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
];
const MISSING_DATA = ['breaching', 'notBreaching', 'ignore', 'missing'];
const MAX_METRICS = 10;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;
const WEEK_SECONDS = 7 * DAY_SECONDS;

/** Throws ValidationError, InvalidParameterValue, InvalidParameterCombination or MissingParameter. */
export function readAlarm(input: PutMetricAlarmInput): AlarmConfiguration {
  check(
    ['evaluationPeriods', input.EvaluationPeriods, { required: true }],
    ['comparisonOperator', input.ComparisonOperator, { required: true }],
  );
  checkActions([...(input.AlarmActions ?? []), ...(input.OKActions ?? []), ...(input.InsufficientDataActions ?? [])]);
  if (BAND_OPERATORS.includes(input.ComparisonOperator!)) {
    throw invalidCombination(`The operator ${input.ComparisonOperator} needs ThresholdMetricId.`);
  }
  if (input.Threshold === undefined) throw missingParameter('The parameter Threshold is required.');
  if (input.TreatMissingData !== undefined && !MISSING_DATA.includes(input.TreatMissingData)) {
    throw invalidValue(`The value '${input.TreatMissingData}' for parameter TreatMissingData is not valid.`);
  }
  const lowSample = input.EvaluateLowSampleCountPercentile;
  if (lowSample !== undefined && !['evaluate', 'ignore'].includes(lowSample)) {
    throw invalidValue('Option should be either evaluate or ignore for parameter EvaluateLowSampleCountPercentile.');
  }
  const evaluationPeriods = input.EvaluationPeriods!;
  const datapoints = input.DatapointsToAlarm;
  if (datapoints !== undefined && datapoints > evaluationPeriods) {
    throw invalidCombination('DatapointsToAlarm must be less than or equal to EvaluationPeriods.');
  }
  const metric = input.Metrics ? readMetrics(input, input.Metrics) : readSingleMetric(input);
  checkSpan(metric.seconds, evaluationPeriods);
  return {
    AlarmName: input.AlarmName,
    AlarmDescription: input.AlarmDescription,
    ActionsEnabled: input.ActionsEnabled ?? true,
    OKActions: input.OKActions ?? [],
    AlarmActions: input.AlarmActions ?? [],
    InsufficientDataActions: input.InsufficientDataActions ?? [],
    ...metric.members,
    EvaluationPeriods: evaluationPeriods,
    DatapointsToAlarm: datapoints,
    Threshold: finite(input.Threshold, 'Threshold'),
    ComparisonOperator: input.ComparisonOperator!,
    TreatMissingData: input.TreatMissingData,
    EvaluateLowSampleCountPercentile: lowSample,
  };
}

/**
 * The limit is a day for periods below an hour, and seven days for longer ones. The message for seven days is modelled
 * on the one for a day.
 */
function checkSpan(period: number, evaluationPeriods: number): void {
  const [most, name] = period < HOUR_SECONDS ? [DAY_SECONDS, 'a day'] : [WEEK_SECONDS, 'seven days'];
  if (period * evaluationPeriods <= most) return;
  throw invalidCombination(
    `Metrics cannot be checked across more than ${name} (EvaluationPeriods * Period must be <= ${most}).`,
  );
}

function readSingleMetric(input: PutMetricAlarmInput) {
  const { MetricName, Namespace, Statistic, ExtendedStatistic, Period, Unit } = input;
  if (MetricName === undefined)
    throw missingParameter('Exactly one of Metrics, MetricName and EvaluationCriteria must be specified.');
  if (Namespace === undefined) throw missingParameter('The parameter Namespace is required.');
  if (Period === undefined) throw missingParameter('The parameter Period is required.');
  if ((Statistic === undefined) === (ExtendedStatistic === undefined)) {
    throw invalidCombination('Exactly one of Statistic and ExtendedStatistic must be specified.');
  }
  if (ExtendedStatistic !== undefined) readStatistic(ExtendedStatistic);
  checkPeriod(Period);
  const members = {
    MetricName,
    Namespace,
    Statistic,
    ExtendedStatistic,
    Dimensions: input.Dimensions ?? [],
    Period,
    Unit,
  };
  return { seconds: Period, members };
}

/** An alarm on queries watches one of them, and must not have the members of a single metric. */
function readMetrics(input: PutMetricAlarmInput, queries: readonly MetricDataQuery[]) {
  const forbidden = [
    'MetricName',
    'Namespace',
    'Dimensions',
    'Period',
    'Unit',
    'Statistic',
    'ExtendedStatistic',
  ] as const;
  const given = forbidden.find((member) => input[member] !== undefined);
  if (given) throw invalidCombination(`The parameters Metrics and ${given} are mutually exclusive.`);
  check(['metrics', queries, { minLength: 1 }]);
  checkQueries(queries);
  if (queries.filter(({ MetricStat }) => MetricStat).length > MAX_METRICS) {
    throw invalidValue(`The collection Metrics must not have more than ${MAX_METRICS} metrics.`);
  }
  const returned = queries.filter(isReturned);
  if (returned.length !== 1) {
    throw invalidValue('Exactly one element of the metrics list should return data.');
  }
  const periods = new Set(queries.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Period] : [])));
  if (periods.size > 1) throw invalidValue('All metrics of an alarm must have the same Period.');
  const Metrics = queries.map((query) => ({ ...query, ReturnData: isReturned(query) }));
  return { seconds: periodOf(returned[0]!, queries), members: { Metrics, Dimensions: [] } };
}

function checkActions(actions: readonly string[]): void {
  const bad = actions.find((action) => !action.startsWith('arn:'));
  if (bad !== undefined) throw invalidValue(`Invalid arn syntax: ${bad}`);
  // A topic has no subscribers here. Other actions would call, start or stop something.
  const other = actions.find((action) => action.split(':')[2] !== 'sns');
  if (other !== undefined) throw notImplemented(`The action ${other} of a CloudWatch alarm`);
}
