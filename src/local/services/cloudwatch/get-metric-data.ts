/** GetMetricData: several metrics and expressions at once. */
import { refuseMembers } from '../../constraints.ts';
import { operation } from '../../operation.ts';
import { check } from './checks.ts';
import { checkQueries, evaluateQuery, isReturned, type MetricDataQuery } from './metric-queries.ts';
import { invalidValue, readTime, type WireTime } from './wire-values.ts';

interface Input {
  MetricDataQueries: MetricDataQuery[];
  StartTime: WireTime;
  EndTime: WireTime;
  ScanBy?: 'TimestampDescending' | 'TimestampAscending';
}

export const getMetricData = operation<Input, unknown>({
  name: 'GetMetricData',
  run(input, context) {
    refuseMembers('CloudWatch GetMetricData', input, ['MaxDatapoints', 'NextToken', 'LabelOptions']);
    check(
      ['metricDataQueries', input.MetricDataQueries, { required: true, minLength: 1, maxLength: 500 }],
      ['startTime', input.StartTime, { required: true }],
      ['endTime', input.EndTime, { required: true }],
      ['scanBy', input.ScanBy, { oneOf: ['TimestampDescending', 'TimestampAscending'] }],
    );
    const queries = input.MetricDataQueries;
    checkQueries(queries);
    const range = { from: readTime(input.StartTime, 'StartTime'), to: readTime(input.EndTime, 'EndTime') };
    if (range.from >= range.to) throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
    const MetricDataResults = queries.filter(isReturned).flatMap((query) =>
      evaluateQuery(query, queries, range, context).map((points) => {
        const ordered = [...points].sort(([a], [b]) => (input.ScanBy === 'TimestampAscending' ? a - b : b - a));
        return {
          Id: query.Id,
          Label: query.Label ?? labelOf(query, queries),
          Timestamps: ordered.map(([time]) => new Date(time)),
          Values: ordered.map(([, value]) => value),
          StatusCode: 'Complete',
        };
      }),
    );
    return { MetricDataResults, Messages: [] };
  },
});

/**
 * The metric's name; where other queries ask for the same metric by another statistic or period, these follow the name: recorded in
 * LocalStack's `test_label_generation`, which was run on AWS.
 */
function labelOf({ Id, MetricStat }: MetricDataQuery, queries: readonly MetricDataQuery[]): string {
  if (!MetricStat) return Id;
  const metric = JSON.stringify(MetricStat.Metric);
  const same = queries.flatMap((query) =>
    query.MetricStat && isReturned(query) && JSON.stringify(query.MetricStat.Metric) === metric
      ? [query.MetricStat]
      : [],
  );
  const differs = (member: 'Stat' | 'Period') =>
    same.some((other) => String(other[member]) !== String(MetricStat[member]));
  const told = (['Stat', 'Period'] as const).filter(differs).map((member) => MetricStat[member]);
  return [MetricStat.Metric.MetricName, ...told].join(' ');
}
