/** PutMetricAlarm: replaces the whole alarm of that name; tags count only for a new alarm (docs/aws/cloudwatch.md). */
import { refuseMembers } from '../../cloud/constraints.ts';
import { operation } from '../../cloud/operation.ts';
import { type AlarmConfiguration, alarmsOf } from './alarm.ts';
import { type PutMetricAlarmInput, readAlarm } from './alarm-checks.ts';
import { recordConfiguration } from './alarm-history.ts';
import { checkTags } from './tags.ts';

export const putMetricAlarm = operation<PutMetricAlarmInput, void>({
  name: 'PutMetricAlarm',
  run(input, context) {
    refuseMembers('CloudWatch PutMetricAlarm', input, [
      'ThresholdMetricId',
      'EvaluationCriteria',
      'EvaluationInterval',
      'EvaluationWindow',
      'WarmUpConfiguration',
      'ActionConfiguration',
    ]);
    const configuration: AlarmConfiguration = readAlarm(input);
    checkTags(input.Tags ?? []);
    const alarms = alarmsOf(context.cloud, context);
    const present = alarms.get(configuration.AlarmName);
    const now = context.cloud.clock.now();
    recordConfiguration(configuration.AlarmName, present === undefined, context);
    alarms.put(configuration.AlarmName, {
      configuration,
      configuredAt: now,
      tags: present?.tags ?? input.Tags ?? [],
      state: present?.state ?? 'INSUFFICIENT_DATA',
      stateReason: present?.stateReason ?? 'Unchecked: Initial alarm creation',
      stateUpdatedAt: present?.stateUpdatedAt ?? now,
      stateTransitionedAt: present?.stateTransitionedAt ?? now,
    });
  },
});
