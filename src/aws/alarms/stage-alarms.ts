/** The alarms that a stage has, as they are now, and what happened to them. Reads only. */
import { type CloudWatchClient, DescribeAlarmHistoryCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { baseName, type StageIdentity } from '../../naming/names.ts';
import { splitMark } from '../ownership/ownership-mark.ts';
import { listAlarms } from './list-alarms.ts';

export interface StageAlarm {
  /** Without the stage's own beginning: `api-5xx-rate`. */
  readonly name: string;
  /** What it is called in CloudWatch. */
  readonly alarm: string;
  readonly description: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** ISO 8601: when it came into this state. */
  readonly since: string;
  /** CloudWatch's own words. */
  readonly reason: string;
  /** ARNs that are told when it goes to `ALARM`, and when it is over. */
  readonly actions: readonly string[];
  readonly okActions: readonly string[];
  readonly actionsEnabled: boolean;
  /** It stays as it is while there is no data, whatever is set (docs/aws/cloudwatch.md). */
  readonly sticks: boolean;
}

export interface AlarmChange {
  /** ISO 8601 */
  readonly time: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** Those that apikit made, in the order of their names. */
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
 * Newest first. CloudWatch lists the history of one alarm or of all in the account: an alarm that is in its state for longer than
 * that has none, and is not asked about.
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

/** More than these of one alarm nobody reads. */
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
