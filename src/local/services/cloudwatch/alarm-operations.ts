/** DeleteAlarms, SetAlarmState, EnableAlarmActions, DisableAlarmActions. */
import type { Operation } from '../../cloud/operation.ts';
import { alarmsOf } from './alarm.ts';
import { recordDeletion, recordStateChange } from './alarm-history.ts';
import { notFound } from './errors.ts';
import { operation } from './operation.ts';

/** If one name is unknown, no alarm is deleted. */
export const deleteAlarms = operation('DeleteAlarms', ({ AlarmNames }, context) => {
  const alarms = alarmsOf(context.cloud, context);
  const unknown = AlarmNames.filter((name) => !alarms.has(name));
  if (unknown.length > 0) throw notFound(`Alarm(s) do not exist: [${unknown.join(', ')}]`);
  for (const name of AlarmNames) {
    alarms.delete(name);
    recordDeletion(name, context);
  }
});

/** The state holds until the next evaluation of the alarm, as on AWS. */
export const setAlarmState = operation(
  'SetAlarmState',
  ({ AlarmName, StateValue, StateReason, StateReasonData }, context) => {
    const alarms = alarmsOf(context.cloud, context);
    const alarm = alarms.get(AlarmName);
    if (!alarm) throw notFound(`Alarm ${AlarmName} does not exist`);
    recordStateChange(alarm, { state: StateValue, stateReason: StateReason }, context);
    const now = context.cloud.clock.now();
    alarms.put(AlarmName, {
      ...alarm,
      state: StateValue,
      stateReason: StateReason,
      stateReasonData: StateReasonData,
      stateUpdatedAt: now,
      stateTransitionedAt: alarm.state === StateValue ? alarm.stateTransitionedAt : now,
    });
  },
);

export const enableAlarmActions = switchActions('EnableAlarmActions', true);
export const disableAlarmActions = switchActions('DisableAlarmActions', false);

/** Unknown names are ignored, as on AWS. */
function switchActions(name: 'EnableAlarmActions' | 'DisableAlarmActions', ActionsEnabled: boolean): Operation {
  return operation(name, ({ AlarmNames }, context) => {
    const alarms = alarmsOf(context.cloud, context);
    for (const alarmName of AlarmNames) {
      const alarm = alarms.get(alarmName);
      if (alarm) alarms.put(alarmName, { ...alarm, configuration: { ...alarm.configuration, ActionsEnabled } });
    }
  });
}
