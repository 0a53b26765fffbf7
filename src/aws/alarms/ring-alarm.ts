/** Sets an alarm to ALARM, so that it notifies its targets. CloudWatch sets the true state at its next evaluation. */
import { type CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import type { StageAlarm } from './stage-alarms.ts';

const REASON = 'Somebody tries with apikit whether this message arrives. Nothing is wrong.';
/** The longest reason, in characters. */
const LONGEST_REASON = 1_023;

export async function ringAlarm(client: CloudWatchClient, { alarm, state, reason, sticks }: StageAlarm): Promise<void> {
  const set = (StateValue: StageAlarm['state'], StateReason: string) =>
    client.send(new SetAlarmStateCommand({ AlarmName: alarm, StateValue, StateReason }));
  await set('ALARM', REASON);
  // Without data CloudWatch would leave the alarm in ALARM forever.
  if (sticks) await set(state, reason === '' ? REASON : reason.slice(0, LONGEST_REASON));
}
