/** MetricDataQueries of GetMetricData and alarms: checked, then evaluated for a time range. */
import { notImplemented } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { MetricDataQuery, MetricStat } from '../../models/cloudwatch.ts';
import { check, checkPeriod, readDimensions } from './checks.ts';
import { invalidCombination, invalidValue } from './errors.ts';
import { evaluateMath } from './metric-math.ts';
import { metricStoreOf } from './metric-store.ts';
import { isList, type MathValue, type Points } from './metric-values.ts';
import { readStatistic } from './statistics.ts';

/** From `from` (inclusive) to `to` (exclusive), in epoch milliseconds. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Throws the errors of PutMetricAlarm and GetMetricData: ValidationError, InvalidParameterValue or -Combination. */
export function checkQueries(queries: readonly MetricDataQuery[]): void {
  const ids = new Set<string>();
  for (const [index, { Id, MetricStat, Expression, AccountId }] of queries.entries()) {
    const at = `metrics.${index + 1}.member`;
    check([`${at}.id`, Id, { pattern: '[a-z][a-zA-Z0-9_]*' }]);
    if (ids.has(Id)) throw invalidValue(`The value '${Id}' for parameter Id is not unique.`);
    ids.add(Id);
    if (AccountId !== undefined) throw notImplemented('A metric query with AccountId');
    if ((MetricStat === undefined) === (Expression === undefined)) {
      throw invalidCombination(`The query '${Id}' must have either MetricStat or Expression, and not both.`);
    }
    if (!MetricStat) continue;
    check(
      [`${at}.metricStat.metric.metricName`, MetricStat.Metric.MetricName, { required: true }],
      [`${at}.metricStat.metric.namespace`, MetricStat.Metric.Namespace, { required: true }],
    );
    checkPeriod(MetricStat.Period);
    readStatistic(MetricStat.Stat);
  }
}

export const isReturned = ({ ReturnData }: MetricDataQuery): boolean => ReturnData ?? true;

/**
 * Returns the period in seconds: the query's own, otherwise that of the first metric in its expression, otherwise a
 * minute.
 */
export function periodOf(query: MetricDataQuery, queries: readonly MetricDataQuery[]): number {
  const own = query.MetricStat?.Period ?? query.Period;
  if (own !== undefined) return own;
  const named = queries.find(
    ({ Id, MetricStat }) => MetricStat && new RegExp(`\\b${Id}\\b`).test(query.Expression ?? ''),
  );
  return named?.MetricStat?.Period ?? 60;
}

/** Evaluates a query. A list gives several series. */
export function evaluateQuery(
  query: MetricDataQuery,
  queries: readonly MetricDataQuery[],
  range: Range,
  context: OperationContext,
  underWay: ReadonlySet<string> = new Set(),
): readonly Points[] {
  if (query.MetricStat) return [readMetric(query.MetricStat, range, context)];
  if (underWay.has(query.Id)) throw invalidValue(`The expression of '${query.Id}' depends on itself.`);
  const period = periodOf(query, queries);
  const value = evaluateMath(query.Expression!, {
    period,
    resolve(id) {
      const other = queries.find(({ Id }) => Id === id);
      return other && evaluateQuery(other, queries, range, context, new Set([...underWay, query.Id]))[0];
    },
  });
  return asPoints(value, range, period);
}

/**
 * A query without a unit returns the data of one unit, the first in alphabetical order: recorded in LocalStack's
 * `test_get_metric_data_different_units_no_unit_in_query`, which was run on AWS. MetricStat's documentation promises
 * all units.
 */
function readMetric(stat: MetricStat, range: Range, context: OperationContext): Points {
  const [unit] = unitsOf(stat, range, context);
  const period = stat.Period * 1000;
  const statistic = readStatistic(stat.Stat);
  const wanted = { ...identityOf(stat), unit };
  const start = startOf(stat, range);
  const periods = metricStoreOf(context.cloud).read(context, wanted, start, range.to, period);
  return new Map([...periods].map(([time, distribution]) => [time, statistic(distribution)]));
}

/** Returns the requested unit, or all units of the data in alphabetical order. */
export function unitsOf(stat: MetricStat, range: Range, context: OperationContext): string[] {
  if (stat.Unit !== undefined) return [stat.Unit];
  return metricStoreOf(context.cloud).units(context, identityOf(stat), startOf(stat, range), range.to);
}

const identityOf = ({ Metric }: MetricStat) => ({
  namespace: Metric.Namespace!,
  name: Metric.MetricName!,
  dimensions: readDimensions(Metric.Dimensions),
});

function startOf({ Period }: MetricStat, { from }: Range): number {
  const period = Period * 1000;
  return Math.floor(from / period) * period;
}

/** A number becomes a constant series. */
function asPoints(value: MathValue, { from, to }: Range, period: number): readonly Points[] {
  if (typeof value !== 'number') return isList(value) ? value : [value];
  if (Number.isNaN(value)) return [new Map()];
  const step = period * 1000;
  const points = new Map<number, number>();
  for (let time = Math.ceil(from / step) * step; time < to; time += step) points.set(time, value);
  return [points];
}
