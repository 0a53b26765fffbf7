import {
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  type DescribeAlarmHistoryCommandInput,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MINUTE, START, startCloudWatch, type TestCloudWatch } from './cloudwatch.ts';

let watch: TestCloudWatch;
beforeEach(async () => {
  watch = await startCloudWatch();
});
afterEach(() => watch.close());

const put = (AlarmName: string, Threshold = 1) =>
  watch.client.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );
const set = (AlarmName: string, StateValue: 'OK' | 'ALARM', StateReason: string) =>
  watch.client.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason }));
const history = async (input: DescribeAlarmHistoryCommandInput = {}) =>
  (await watch.client.send(new DescribeAlarmHistoryCommand(input))).AlarmHistoryItems ?? [];

test('the history of an alarm starts with the newest change, and an unchanged state is not in it', async () => {
  await put('a');
  watch.clock.now += 1_000;
  await set('a', 'ALARM', 'somebody tried');
  watch.clock.now += 1_000;
  await set('a', 'ALARM', 'again');
  await put('a', 2);
  const items = await history({ AlarmName: 'a' });
  expect(items.map(({ HistorySummary }) => HistorySummary)).toEqual([
    'Alarm "a" updated',
    'Alarm updated from INSUFFICIENT_DATA to ALARM',
    'Alarm "a" created',
  ]);
  expect(items[1]).toMatchObject({
    AlarmName: 'a',
    AlarmType: 'MetricAlarm',
    HistoryItemType: 'StateUpdate',
    Timestamp: new Date(START + 1_000),
  });
  expect(JSON.parse(items[1]!.HistoryData!)).toEqual({
    version: '1.0',
    oldState: { stateValue: 'INSUFFICIENT_DATA', stateReason: 'Unchecked: Initial alarm creation' },
    newState: { stateValue: 'ALARM', stateReason: 'somebody tried' },
  });
});

test('the history can be filtered by type, time and order, for one alarm or all, and outlives the alarm', async () => {
  await put('a');
  await put('b');
  watch.clock.now += MINUTE;
  await set('b', 'OK', 'fine');
  await watch.client.send(new DeleteAlarmsCommand({ AlarmNames: ['b'] }));
  const summaries = async (input: DescribeAlarmHistoryCommandInput) =>
    (await history(input)).map(({ HistorySummary }) => HistorySummary);
  expect(await summaries({ AlarmName: 'b', HistoryItemType: 'StateUpdate' })).toEqual([
    'Alarm updated from INSUFFICIENT_DATA to OK',
  ]);
  expect(await summaries({ StartDate: new Date(START + 1) })).toEqual([
    'Alarm "b" deleted',
    'Alarm updated from INSUFFICIENT_DATA to OK',
  ]);
  expect(await summaries({ ScanBy: 'TimestampAscending', MaxRecords: 2 })).toEqual([
    'Alarm "a" created',
    'Alarm "b" created',
  ]);
  expect(await summaries({ AlarmTypes: ['CompositeAlarm'] })).toEqual([]);
  watch.clock.now += 31 * 24 * 60 * MINUTE;
  expect(await summaries({})).toEqual([]);
});
