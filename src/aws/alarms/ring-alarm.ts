/** Sets an alarm to ALARM, so that it tells whom it tells; CloudWatch sets its true state at its next evaluation. */
import { type CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import type { StageAlarm } from './stage-alarms.ts';

const REASON = 'Somebody tries with apikit whether this message arrives. Nothing is wrong.';
/** Characters of a reason. */
const LONGEST_REASON = 1_023;

export async function ringAlarm(client: CloudWatchClient, { alarm, state, reason, sticks }: StageAlarm): Promise<void> {
  const set = (StateValue: StageAlarm['state'], StateReason: string) =>
    client.send(new SetAlarmStateCommand({ AlarmName: alarm, StateValue, StateReason }));
  await set('ALARM', REASON);
  // Without data CloudWatch would leave it in ALARM for good.
  if (sticks) await set(state, reason === '' ? REASON : reason.slice(0, LONGEST_REASON));
}
