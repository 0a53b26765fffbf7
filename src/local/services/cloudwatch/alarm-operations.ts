/** DeleteAlarms, SetAlarmState, EnableAlarmActions, DisableAlarmActions. */
import { type Operation, operation } from '../../cloud/operation.ts';
import { type AlarmState, alarmsOf } from './alarm.ts';
import { recordDeletion, recordStateChange } from './alarm-history.ts';
import { notFound } from './wire-values.ts';

/** If one name is unknown, no alarm is deleted. */
export const deleteAlarms = operation<{ AlarmNames: string[] }, void>({
  name: 'DeleteAlarms',
  run({ AlarmNames }, context) {
    const alarms = alarmsOf(context.cloud, context);
    const unknown = AlarmNames.filter((name) => !alarms.has(name));
    if (unknown.length > 0) throw notFound(`Alarm(s) do not exist: [${unknown.join(', ')}]`);
    for (const name of AlarmNames) {
      alarms.delete(name);
      recordDeletion(name, context);
    }
  },
});

/** The state holds until the next evaluation of the alarm, as on AWS. */
export const setAlarmState = operation<
  { AlarmName: string; StateValue: AlarmState; StateReason: string; StateReasonData?: string },
  void
>({
  name: 'SetAlarmState',
  run({ AlarmName, StateValue, StateReason, StateReasonData }, context) {
    const alarms = alarmsOf(context.cloud, context);
    const alarm = alarms.get(AlarmName);
    if (!alarm) throw notFound(`Alarm ${AlarmName} does not exist`);
    recordStateChange(alarm, { state: StateValue, stateReason: StateReason }, context);
    const now = context.cloud.clock.now();
    const { stateReasonData: _old, ...rest } = alarm;
    alarms.put(AlarmName, {
      ...rest,
      state: StateValue,
      stateReason: StateReason,
      ...(StateReasonData !== undefined && { stateReasonData: StateReasonData }),
      stateUpdatedAt: now,
      stateTransitionedAt: alarm.state === StateValue ? alarm.stateTransitionedAt : now,
    });
  },
});

export const enableAlarmActions = switchActions('EnableAlarmActions', true);
export const disableAlarmActions = switchActions('DisableAlarmActions', false);

/** Unknown names are ignored, as on AWS. */
function switchActions(name: string, ActionsEnabled: boolean): Operation {
  return operation<{ AlarmNames: string[] }, void>({
    name,
    run({ AlarmNames }, context) {
      const alarms = alarmsOf(context.cloud, context);
      for (const alarmName of AlarmNames) {
        const alarm = alarms.get(alarmName);
        if (alarm) alarms.put(alarmName, { ...alarm, configuration: { ...alarm.configuration, ActionsEnabled } });
      }
    },
  });
}
