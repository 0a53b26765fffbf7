/** PutMetricAlarm: replaces the whole alarm of that name; tags count only for a new alarm (docs/aws/cloudwatch.md). */
import { refuseMembers } from '../../cloud/constraints.ts';
import { type AlarmConfiguration, alarmsOf } from './alarm.ts';
import { readAlarm } from './alarm-checks.ts';
import { recordConfiguration } from './alarm-history.ts';
import { operation } from './operation.ts';
import { checkTags } from './tags.ts';

export const putMetricAlarm = operation('PutMetricAlarm', (input, context) => {
  refuseMembers('CloudWatch PutMetricAlarm', input, [
    'ThresholdMetricId',
    'EvaluationCriteria',
    'EvaluationInterval',
    'EvaluationWindow',
    'WarmUpConfiguration',
    'ActionConfiguration',
  ]);
  const configuration: AlarmConfiguration = readAlarm(input);
  const tags = checkTags(input.Tags);
  const alarms = alarmsOf(context.cloud, context);
  const present = alarms.get(configuration.AlarmName);
  const now = context.cloud.clock.now();
  recordConfiguration(configuration.AlarmName, present === undefined, context);
  alarms.put(configuration.AlarmName, {
    configuration,
    configuredAt: now,
    tags: present?.tags ?? tags,
    state: present?.state ?? 'INSUFFICIENT_DATA',
    stateReason: present?.stateReason ?? 'Unchecked: Initial alarm creation',
    stateUpdatedAt: present?.stateUpdatedAt ?? now,
    stateTransitionedAt: present?.stateTransitionedAt ?? now,
  });
});
