/** The alarms of a stage with their current states, and the changes of their states. Reads only. */
import { type CloudWatchClient, DescribeAlarmHistoryCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { baseName, type StageIdentity } from '../../naming/names.ts';
import { splitMark } from '../ownership/ownership-mark.ts';
import { listAlarms } from './list-alarms.ts';

export interface StageAlarm {
  /** The name without the stage's prefix: `api-5xx-rate`. */
  readonly name: string;
  /** The name in CloudWatch. */
  readonly alarm: string;
  readonly description: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** When it came into this state (ISO 8601). */
  readonly since: string;
  /** The reason as CloudWatch gives it. */
  readonly reason: string;
  /** The ARNs that CloudWatch notifies when the alarm goes to `ALARM`, and when it goes back to `OK`. */
  readonly actions: readonly string[];
  readonly okActions: readonly string[];
  readonly actionsEnabled: boolean;
  /** Whether the alarm keeps its state while there is no data, whatever is set (docs/aws/cloudwatch.md). */
  readonly sticks: boolean;
}

export interface AlarmChange {
  /** ISO 8601. */
  readonly time: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** The alarms that apikit created, sorted by name. */
export async function stageAlarms(client: CloudWatchClient, stage: StageIdentity): Promise<StageAlarm[]> {
  const prefix = `${baseName(stage)}-`;
  const found = (await listAlarms(client, prefix)).flatMap((alarm) => {
    const { mark, description } = splitMark(alarm.AlarmDescription ?? '');
    return mark?.owner === `${stage.app}/${stage.stage}` ? [asStageAlarm(alarm, prefix, description)] : [];
  });
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function asStageAlarm(alarm: MetricAlarm, prefix: string, description: string): StageAlarm {
  const { AlarmName = '', StateValue = 'INSUFFICIENT_DATA', StateReason = '', ActionsEnabled = true } = alarm;
  const namespaces = [alarm.Namespace, ...(alarm.Metrics ?? []).map(({ MetricStat }) => MetricStat?.Metric?.Namespace)];
  return {
    name: AlarmName.slice(prefix.length),
    alarm: AlarmName,
    description,
    state: StateValue,
    since: (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp)?.toISOString() ?? '',
    reason: StateReason,
    actions: alarm.AlarmActions ?? [],
    okActions: alarm.OKActions ?? [],
    actionsEnabled: ActionsEnabled,
    sticks: namespaces.includes('AWS/DynamoDB'),
  };
}

/**
 * The changes, newest first. CloudWatch lists the history of one alarm, or of all alarms of the account. An alarm that
 * has not changed since then has no history and needs no call.
 */
export async function stateChanges(
  client: CloudWatchClient,
  alarms: readonly StageAlarm[],
  since: Date,
): Promise<AlarmChange[]> {
  const changed = alarms.filter((alarm) => Date.parse(alarm.since) >= since.getTime());
  const found = await Promise.all(changed.map((alarm) => changesOf(client, alarm, since)));
  return found.flat().sort((a, b) => (a.time > b.time ? -1 : 1));
}

/** The limit for one alarm. Nobody reads more. */
const MOST_CHANGES = 100;

async function changesOf(client: CloudWatchClient, { name, alarm }: StageAlarm, since: Date): Promise<AlarmChange[]> {
  const { AlarmHistoryItems = [] } = await client.send(
    new DescribeAlarmHistoryCommand({
      AlarmName: alarm,
      AlarmTypes: ['MetricAlarm'],
      HistoryItemType: 'StateUpdate',
      StartDate: since,
      MaxRecords: MOST_CHANGES,
      ScanBy: 'TimestampDescending',
    }),
  );
  return AlarmHistoryItems.flatMap(({ Timestamp, HistoryData = '{}' }) => {
    const { oldState, newState } = JSON.parse(HistoryData) as Partial<Record<'oldState' | 'newState', State>>;
    if (!Timestamp || !newState) return [];
    const [from, to] = [oldState?.stateValue ?? '', newState.stateValue];
    return [{ time: Timestamp.toISOString(), name, from, to, reason: newState.stateReason ?? '' }];
  });
}

interface State {
  readonly stateValue: string;
  readonly stateReason?: string;
}
