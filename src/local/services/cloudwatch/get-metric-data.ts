/** GetMetricData: several metrics and expressions at once. */
import { refuseMembers } from '../../cloud/constraints.ts';
import type { Metric, MetricDataQuery } from '../../models/cloudwatch.ts';
import { check, dimensionsAsText } from './checks.ts';
import { invalidValue } from './errors.ts';
import { checkQueries, evaluateQuery, isReturned, unitsOf } from './metric-queries.ts';
import { operation } from './operation.ts';

export const getMetricData = operation('GetMetricData', (input, context) => {
  refuseMembers('CloudWatch GetMetricData', input, ['MaxDatapoints', 'NextToken', 'LabelOptions']);
  const queries = input.MetricDataQueries;
  check(['metricDataQueries', queries, { minLength: 1, maxLength: 500 }]);
  checkQueries(queries);
  const range = { from: input.StartTime.getTime(), to: input.EndTime.getTime() };
  if (range.from >= range.to) throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
  const evaluated = queries.filter(isReturned).map((query) => ({
    query,
    series: evaluateQuery(query, queries, range, context),
    units: query.MetricStat ? unitsOf(query.MetricStat, range, context) : [],
  }));
  const labelOf = labels(evaluated.map(({ query }) => query));
  const MetricDataResults = evaluated.flatMap(({ query, series, units }) =>
    series.map((points) => {
      const ordered = [...points].sort(([a], [b]) => (input.ScanBy === 'TimestampAscending' ? a - b : b - a));
      return {
        Id: query.Id,
        Label: query.Label ?? labelOf(query),
        Timestamps: ordered.map(([time]) => new Date(time)),
        Values: ordered.map(([, value]) => value),
        StatusCode: 'Complete' as const,
        Messages: units.length > 1 ? [severalUnits(units)] : undefined,
      };
    }),
  );
  return { MetricDataResults, Messages: [] };
});

const severalUnits = (units: readonly string[]) => ({
  Code: 'MultipleUnits',
  Value: `Multiple units returned: '[${units.join(', ')}]'`,
});

/** The statistics and periods of the queries for one metric. */
interface Variants {
  readonly Stat: Set<string>;
  readonly Period: Set<string>;
}

/**
 * Returns the label of each query: the metric's name. If other queries use the same metric with another statistic or
 * period, the label also has statistic or period: recorded in LocalStack's `test_label_generation`, which was run on
 * AWS.
 */
function labels(queries: readonly MetricDataQuery[]): (query: MetricDataQuery) => string {
  const byMetric = new Map<string, Variants>();
  for (const { MetricStat } of queries) {
    if (!MetricStat) continue;
    const key = metricKey(MetricStat.Metric);
    const variants = byMetric.get(key) ?? { Stat: new Set(), Period: new Set() };
    byMetric.set(key, variants);
    variants.Stat.add(String(MetricStat.Stat));
    variants.Period.add(String(MetricStat.Period));
  }
  return ({ Id, MetricStat }) => {
    if (!MetricStat) return Id;
    const variants = byMetric.get(metricKey(MetricStat.Metric))!;
    const told = (['Stat', 'Period'] as const).filter((member) => variants[member].size > 1);
    return [MetricStat.Metric.MetricName, ...told.map((member) => MetricStat[member])].join(' ');
  };
}

const metricKey = ({ Namespace, MetricName, Dimensions }: Metric): string =>
  JSON.stringify([Namespace, MetricName, dimensionsAsText(Dimensions)]);
