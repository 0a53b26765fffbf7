/** DescribeAlarms and DescribeAlarmsForMetric, with the current states. */
import { refuseMembers } from '../../cloud/constraints.ts';
import type { DescribeAlarmsInput } from '../../models/cloudwatch.ts';
import { alarmOnWire, alarmsOf } from './alarm.ts';
import { evaluated } from './alarm-evaluation.ts';
import { dimensionsAsText, page } from './checks.ts';
import { invalidCombination } from './errors.ts';
import { operation } from './operation.ts';

export const describeAlarms = operation('DescribeAlarms', (input, context) => {
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
  const { items, next } = page(wanted, input.MaxRecords ?? 50, input.NextToken);
  const MetricAlarms = items.map((alarm) => alarmOnWire(evaluated(alarm, context), context));
  return { MetricAlarms, CompositeAlarms: [], NextToken: next };
});

export const describeAlarmsForMetric = operation('DescribeAlarmsForMetric', (input, context) => {
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
        alarm.Period === (input.Period ?? alarm.Period),
    )
    .map((alarm) => alarmOnWire(evaluated(alarm, context), context));
  return { MetricAlarms };
});

function isNamed(name: string, { AlarmNames, AlarmNamePrefix }: DescribeAlarmsInput): boolean {
  return AlarmNames?.length ? AlarmNames.includes(name) : name.startsWith(AlarmNamePrefix ?? '');
}
