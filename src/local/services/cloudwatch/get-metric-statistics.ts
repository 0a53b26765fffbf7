/** GetMetricStatistics: one metric, several statistics. */
import type { StandardUnit } from '../../models/cloudwatch.ts';
import { checkPeriod, readDimensions } from './checks.ts';
import { invalidCombination, invalidValue, missingParameter } from './errors.ts';
import { metricStoreOf } from './metric-store.ts';
import { operation } from './operation.ts';
import { readStatistic } from './statistics.ts';

const MAX_DATAPOINTS = 1440;

export const getMetricStatistics = operation('GetMetricStatistics', (input, context) => {
  const { Statistics = [], ExtendedStatistics = [] } = input;
  if (Statistics.length + ExtendedStatistics.length === 0) {
    throw missingParameter('At least one of the parameters Statistics and ExtendedStatistics must be specified.');
  }
  const from = input.StartTime.getTime();
  const to = input.EndTime.getTime();
  if (from >= to) throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
  checkPeriod(input.Period);
  const period = input.Period * 1000;
  if ((to - from) / period > MAX_DATAPOINTS) {
    throw invalidCombination(
      `You have requested up to ${Math.ceil((to - from) / period)} datapoints, which exceeds the limit of ${MAX_DATAPOINTS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  const query = {
    namespace: input.Namespace,
    name: input.MetricName,
    dimensions: readDimensions(input.Dimensions),
  };
  const store = metricStoreOf(context.cloud);
  // Data in several units gives several data points: recorded in LocalStack's `test_handle_different_units`, which
  // was run on AWS.
  const start = Math.floor(from / period) * period;
  const units = input.Unit === undefined ? store.units(context, query, start, to) : [input.Unit];
  const Datapoints = units.flatMap((unit) =>
    [...store.read(context, { ...query, unit }, start, to, period)].map(([time, distribution]) => ({
      Timestamp: new Date(time),
      ...Object.fromEntries(Statistics.map((name) => [name, readStatistic(name)(distribution)])),
      Unit: unit as StandardUnit,
      ...(ExtendedStatistics.length > 0 && {
        ExtendedStatistics: Object.fromEntries(
          ExtendedStatistics.map((name) => [name, readStatistic(name)(distribution)]),
        ),
      }),
    })),
  );
  return { Label: input.MetricName, Datapoints };
});
