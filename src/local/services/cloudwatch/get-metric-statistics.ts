/** GetMetricStatistics: one metric, several statistics. */
import { operation } from '../../cloud/operation.ts';
import { checkPeriod, type Dimension, readDimensions } from './checks.ts';
import { metricStoreOf } from './metric-store.ts';
import { readStatistic } from './statistics.ts';
import {
  invalidCombination,
  invalidValue,
  mapOnWire,
  missingParameter,
  readNumber,
  readTime,
  type WireNumber,
  type WireTime,
} from './wire-values.ts';

interface Input {
  Namespace: string;
  MetricName: string;
  Dimensions?: Dimension[];
  StartTime: WireTime;
  EndTime: WireTime;
  Period: WireNumber;
  Statistics?: string[];
  ExtendedStatistics?: string[];
  Unit?: string;
}

const MAX_DATAPOINTS = 1440;

export const getMetricStatistics = operation<Input, unknown>({
  name: 'GetMetricStatistics',
  run(input, context) {
    const { Statistics = [], ExtendedStatistics = [] } = input;
    if (Statistics.length + ExtendedStatistics.length === 0) {
      throw missingParameter('At least one of the parameters Statistics and ExtendedStatistics must be specified.');
    }
    const from = readTime(input.StartTime, 'StartTime');
    const to = readTime(input.EndTime, 'EndTime');
    if (from >= to) throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
    const seconds = readNumber(input.Period, 'Period');
    checkPeriod(seconds);
    const period = seconds * 1000;
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
        Unit: unit,
        ...(ExtendedStatistics.length > 0 && {
          ExtendedStatistics: mapOnWire(
            Object.fromEntries(ExtendedStatistics.map((name) => [name, readStatistic(name)(distribution)])),
            context,
          ),
        }),
      })),
    );
    return { Label: input.MetricName, Datapoints };
  },
});
