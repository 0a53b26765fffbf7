/** PutMetricData: the data is on disk before the response. */
import { notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { MetricDatum } from '../../models/cloudwatch.ts';
import { readDimensions } from './checks.ts';
import { addStatistics, addValue } from './distribution.ts';
import { finite, invalidCombination, invalidValue, missingParameter } from './errors.ts';
import { metricStoreOf } from './metric-store.ts';
import { operation } from './operation.ts';

export const putMetricData = operation('PutMetricData', (input, context) => {
  refuseMembers('CloudWatch PutMetricData', input, ['EntityMetricData', 'StrictEntityValidation']);
  const { Namespace, MetricData } = input;
  if (!MetricData?.length) throw missingParameter('The parameter MetricData is required.');
  if (MetricData.length > 1000) {
    throw invalidValue('The collection MetricData must not have a size greater than 1000.');
  }
  const store = metricStoreOf(context.cloud);
  const entries = MetricData.map(readDatum);
  for (const { datum, dimensions, write } of entries) {
    const time = datum.Timestamp?.getTime() ?? context.cloud.clock.now();
    const identity = { namespace: Namespace, name: datum.MetricName, dimensions, unit: datum.Unit ?? 'None' };
    store.update(context, identity, time, write);
  }
  store.flush();
});

function readDatum(datum: MetricDatum) {
  if (datum.StorageResolution !== undefined && datum.StorageResolution !== 60) {
    throw notImplemented('CloudWatch PutMetricData with a StorageResolution other than 60');
  }
  const given = [datum.Value, datum.Values, datum.StatisticValues].filter((value) => value !== undefined);
  if (given.length === 0) {
    throw missingParameter(
      'At least one of the parameters MetricData.member.1.Value, Values or StatisticValues must be specified.',
    );
  }
  if (given.length > 1) {
    throw invalidCombination(
      'The parameters MetricData.member.1.Value, Values and StatisticValues are mutually exclusive.',
    );
  }
  return { datum, dimensions: readDimensions(datum.Dimensions), write: writerOf(datum) };
}

function writerOf({
  Value,
  Values,
  Counts,
  StatisticValues,
}: MetricDatum): (minute: Parameters<typeof addValue>[0]) => void {
  if (StatisticValues) {
    const statistics = {
      count: finite(StatisticValues.SampleCount, 'SampleCount'),
      sum: finite(StatisticValues.Sum, 'Sum'),
      min: finite(StatisticValues.Minimum, 'Minimum'),
      max: finite(StatisticValues.Maximum, 'Maximum'),
    };
    if (statistics.count <= 0) throw invalidValue('The parameter StatisticValues.SampleCount must be greater than 0.');
    return (minute) => addStatistics(minute, statistics);
  }
  if (Counts && Counts.length !== Values?.length) {
    throw invalidValue(
      'The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.',
    );
  }
  const values = (Values ?? [Value!]).map((value) => finite(value, 'Value'));
  const counts = (Counts ?? []).map((count) => finite(count, 'Counts'));
  return (minute) => {
    for (const [index, value] of values.entries()) addValue(minute, value, counts[index] ?? 1);
  };
}
