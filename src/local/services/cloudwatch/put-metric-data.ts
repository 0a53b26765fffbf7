/** PutMetricData: the data is on disk before the response. */
import { notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import { operation } from '../../cloud/operation.ts';
import { type Dimension, readDimensions } from './checks.ts';
import { addStatistics, addValue } from './distribution.ts';
import { metricStoreOf } from './metric-store.ts';
import {
  invalidCombination,
  invalidValue,
  missingParameter,
  readNumber,
  readTime,
  type WireNumber,
  type WireTime,
} from './wire-values.ts';

interface Datum {
  MetricName: string;
  Dimensions?: Dimension[];
  Timestamp?: WireTime;
  Value?: WireNumber;
  Values?: WireNumber[];
  Counts?: WireNumber[];
  StatisticValues?: { SampleCount: WireNumber; Sum: WireNumber; Minimum: WireNumber; Maximum: WireNumber };
  Unit?: string;
  StorageResolution?: WireNumber;
}

interface Input {
  Namespace: string;
  MetricData?: Datum[];
}

export const putMetricData = operation<Input, void>({
  name: 'PutMetricData',
  run(input, context) {
    refuseMembers('CloudWatch PutMetricData', input, ['EntityMetricData', 'StrictEntityValidation']);
    const { Namespace, MetricData } = input;
    if (!MetricData?.length) throw missingParameter('The parameter MetricData is required.');
    if (MetricData.length > 1000) {
      throw invalidValue('The collection MetricData must not have a size greater than 1000.');
    }
    const store = metricStoreOf(context.cloud);
    const entries = MetricData.map(readDatum);
    for (const { datum, dimensions, write } of entries) {
      const time = datum.Timestamp === undefined ? context.cloud.clock.now() : readTime(datum.Timestamp, 'Timestamp');
      const identity = { namespace: Namespace, name: datum.MetricName, dimensions, unit: datum.Unit ?? 'None' };
      store.update(context, identity, time, write);
    }
    store.flush();
  },
});

function readDatum(datum: Datum) {
  if (datum.StorageResolution !== undefined && Number(datum.StorageResolution) !== 60) {
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

function writerOf({ Value, Values, Counts, StatisticValues }: Datum): (minute: Parameters<typeof addValue>[0]) => void {
  if (StatisticValues) {
    const statistics = {
      count: readNumber(StatisticValues.SampleCount, 'SampleCount'),
      sum: readNumber(StatisticValues.Sum, 'Sum'),
      min: readNumber(StatisticValues.Minimum, 'Minimum'),
      max: readNumber(StatisticValues.Maximum, 'Maximum'),
    };
    if (statistics.count <= 0) throw invalidValue('The parameter StatisticValues.SampleCount must be greater than 0.');
    return (minute) => addStatistics(minute, statistics);
  }
  if (Counts && Counts.length !== Values?.length) {
    throw invalidValue(
      'The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.',
    );
  }
  const values = (Values ?? [Value!]).map((value) => readNumber(value, 'Value'));
  const counts = (Counts ?? []).map((count) => readNumber(count, 'Counts'));
  return (minute) => {
    for (const [index, value] of values.entries()) addValue(minute, value, counts[index] ?? 1);
  };
}
