/**
 * The history of alarms: DescribeAlarmHistory, and functions that other operations use to record events. It outlives
 * the alarm, as on AWS.
 */
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { StateValue } from '../../models/cloudwatch.ts';
import type { Alarm } from './alarm.ts';
import { page } from './checks.ts';
import { operation } from './operation.ts';

/** Collection `cloudwatch.alarmHistory`, keyed by the alarm's name. */
interface History {
  /** Events in chronological order. */
  readonly items: readonly Happened[];
}

interface Happened {
  /** epoch milliseconds */
  readonly time: number;
  readonly type: 'ConfigurationUpdate' | 'StateUpdate';
  readonly summary: string;
  /** JSON */
  readonly data: string;
}

/** "CloudWatch saves alarm history for 30 days": CloudWatch User Guide, "Using CloudWatch alarms". */
const KEPT_MS = 30 * 86_400_000;
/** The limit for each alarm; AWS names no number. */
const MOST_ITEMS = 200;

const historyOf = (context: OperationContext) => context.cloud.collection<History>(context, 'cloudwatch.alarmHistory');

export function recordConfiguration(name: string, isNew: boolean, context: OperationContext): void {
  const data = JSON.stringify({ version: '1.0', type: isNew ? 'Create' : 'Update' });
  record(name, 'ConfigurationUpdate', `Alarm "${name}" ${isNew ? 'created' : 'updated'}`, data, context);
}

export function recordDeletion(name: string, context: OperationContext): void {
  const data = JSON.stringify({ version: '1.0', type: 'Delete' });
  record(name, 'ConfigurationUpdate', `Alarm "${name}" deleted`, data, context);
}

/** Records nothing if the state has not changed. */
export function recordStateChange(
  { configuration, state, stateReason }: Alarm,
  now: { readonly state: StateValue; readonly stateReason: string },
  context: OperationContext,
): void {
  if (state === now.state) return;
  const data = JSON.stringify({
    version: '1.0',
    oldState: { stateValue: state, stateReason },
    newState: { stateValue: now.state, stateReason: now.stateReason },
  });
  record(configuration.AlarmName, 'StateUpdate', `Alarm updated from ${state} to ${now.state}`, data, context);
}

function record(name: string, type: Happened['type'], summary: string, data: string, context: OperationContext): void {
  const history = historyOf(context);
  const time = context.cloud.clock.now();
  const items = [...(history.get(name)?.items ?? []), { time, type, summary, data }];
  history.put(name, { items: items.slice(-MOST_ITEMS) });
}

export const describeAlarmHistory = operation('DescribeAlarmHistory', (input, context) => {
  refuseMembers('CloudWatch DescribeAlarmHistory', input, ['AlarmContributorId']);
  const from = input.StartDate?.getTime() ?? 0;
  const to = input.EndDate?.getTime() ?? Number.POSITIVE_INFINITY;
  const oldest = Math.max(from, context.cloud.clock.now() - KEPT_MS);
  const history = historyOf(context);
  const names = input.AlarmName === undefined ? history.keys() : [input.AlarmName];
  const found = names
    .flatMap((name) => (history.get(name)?.items ?? []).map((item) => ({ name, ...item })))
    .filter(({ time, type }) => time >= oldest && time <= to && (input.HistoryItemType ?? type) === type)
    .sort((a, b) => a.time - b.time);
  const isMetric = input.AlarmTypes?.includes('MetricAlarm') ?? true;
  const ordered = input.ScanBy === 'TimestampAscending' ? found : found.reverse();
  const { items, next } = page(isMetric ? ordered : [], input.MaxRecords ?? 100, input.NextToken);
  const AlarmHistoryItems = items.map(({ name, time, type, summary, data }) => ({
    AlarmName: name,
    AlarmType: 'MetricAlarm' as const,
    Timestamp: new Date(time),
    HistoryItemType: type,
    HistorySummary: summary,
    HistoryData: data,
  }));
  return { AlarmHistoryItems, NextToken: next };
});
