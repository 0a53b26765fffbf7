/** DescribeAlarms and DescribeAlarmsForMetric, with the current states. */
import { refuseMembers } from '../../cloud/constraints.ts';
import { operation } from '../../cloud/operation.ts';
import { alarmOnWire, alarmsOf } from './alarm.ts';
import { evaluated } from './alarm-evaluation.ts';
import { type Dimension, dimensionsAsText, page } from './checks.ts';
import { invalidCombination, type WireNumber } from './wire-values.ts';

interface DescribeInput {
  AlarmNames?: string[];
  AlarmNamePrefix?: string;
  AlarmTypes?: string[];
  StateValue?: string;
  ActionPrefix?: string;
  MaxRecords?: WireNumber;
  NextToken?: string;
}

export const describeAlarms = operation<DescribeInput, unknown>({
  name: 'DescribeAlarms',
  run(input, context) {
    refuseMembers('CloudWatch DescribeAlarms', input, ['ChildrenOfAlarmName', 'ParentsOfAlarmName']);
    if (input.AlarmNames && input.AlarmNamePrefix !== undefined) {
      throw invalidCombination('AlarmNamePrefix cannot be specified if AlarmNames is specified.');
    }
    const metricAlarmsWanted = input.AlarmTypes?.includes('MetricAlarm') ?? true;
    const matching = alarmsOf(context.cloud, context)
      .values()
      .filter(({ configuration }) => metricAlarmsWanted && isNamed(configuration.AlarmName, input))
      .filter(({ configuration: { AlarmActions, OKActions, InsufficientDataActions } }) =>
        input.ActionPrefix === undefined
          ? true
          : [...AlarmActions, ...OKActions, ...InsufficientDataActions].some((arn) =>
              arn.startsWith(input.ActionPrefix!),
            ),
      )
      .sort((a, b) => (a.configuration.AlarmName < b.configuration.AlarmName ? -1 : 1));
    // Evaluating a thousand alarms for each page of a hundred takes a minute.
    const wanted =
      input.StateValue === undefined
        ? matching
        : matching.filter((alarm) => evaluated(alarm, context).state === input.StateValue);
    const { items, rest } = page(wanted, Number(input.MaxRecords ?? 50), input.NextToken);
    const MetricAlarms = items.map((alarm) => alarmOnWire(evaluated(alarm, context), context));
    return { MetricAlarms, CompositeAlarms: [], ...rest };
  },
});

interface ForMetricInput {
  MetricName: string;
  Namespace: string;
  Statistic?: string;
  ExtendedStatistic?: string;
  Dimensions?: Dimension[];
  Period?: WireNumber;
  Unit?: string;
}

export const describeAlarmsForMetric = operation<ForMetricInput, unknown>({
  name: 'DescribeAlarmsForMetric',
  run(input, context) {
    const dimensions = dimensionsAsText(input.Dimensions);
    const MetricAlarms = alarmsOf(context.cloud, context)
      .values()
      .filter(
        ({ configuration: alarm }) =>
          alarm.Namespace === input.Namespace &&
          alarm.MetricName === input.MetricName &&
          dimensionsAsText(alarm.Dimensions) === dimensions &&
          alarm.Statistic === (input.Statistic ?? alarm.Statistic) &&
          alarm.ExtendedStatistic === (input.ExtendedStatistic ?? alarm.ExtendedStatistic) &&
          alarm.Period === Number(input.Period ?? alarm.Period),
      )
      .map((alarm) => alarmOnWire(evaluated(alarm, context), context));
    return { MetricAlarms };
  },
});

function isNamed(name: string, { AlarmNames, AlarmNamePrefix }: DescribeInput): boolean {
  return AlarmNames?.length ? AlarmNames.includes(name) : name.startsWith(AlarmNamePrefix ?? '');
}
