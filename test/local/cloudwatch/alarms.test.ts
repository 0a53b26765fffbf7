import {
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  ListTagsForResourceCommand,
  PutCompositeAlarmCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  SetAlarmStateCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aws, hasAwsCli } from '../../helpers/aws-cli.ts';
import { MINUTE, START, scope, startCloudWatch, type TestCloudWatch } from './cloudwatch.ts';

let watch: TestCloudWatch;
beforeEach(async () => {
  watch = await startCloudWatch();
});
afterEach(() => watch.close());

const ERRORS: PutMetricAlarmCommandInput = {
  AlarmName: 'shop-dev-errors',
  Namespace: 'AWS/Lambda',
  MetricName: 'Errors',
  Dimensions: [{ Name: 'FunctionName', Value: 'shop-dev' }],
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
};
const put = (more: Partial<PutMetricAlarmCommandInput> = {}) =>
  watch.client.send(new PutMetricAlarmCommand({ ...ERRORS, ...more }));
const describe = async () => (await watch.client.send(new DescribeAlarmsCommand({}))).MetricAlarms!;
const state = async () => (await describe())[0]!.StateValue;

/** Records errors in the current minute, then lets it end. */
function minuteWith(errors?: number): void {
  if (errors !== undefined) {
    const metric = { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'shop-dev' } };
    watch.cloud.metrics.meter(scope, { ...metric, unit: 'Count' })(errors);
  }
  watch.clock.now += MINUTE;
}

test('a new alarm has INSUFFICIENT_DATA, and is returned as it was put', async () => {
  await put({ AlarmActions: ['arn:aws:sns:eu-west-1:000000000000:ops'], TreatMissingData: 'notBreaching' });
  const { Tags: _tags, ...expected } = ERRORS;
  expect(await describe()).toMatchObject([
    {
      ...expected,
      AlarmArn: 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:shop-dev-errors',
      ActionsEnabled: true,
      OKActions: [],
      TreatMissingData: 'notBreaching',
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
      StateUpdatedTimestamp: new Date(START),
    },
  ]);
});

test('two breaching minutes of three set the alarm to ALARM, and quiet ones back to OK', async () => {
  await put();
  minuteWith(5);
  expect(await state()).toBe('OK');
  minuteWith(0);
  expect(await state()).toBe('OK');
  minuteWith(1);
  expect(await state()).toBe('ALARM');
  expect((await describe())[0]!.StateReason).toContain('greater than or equal to the threshold (1)');
  minuteWith(0);
  expect(await state()).toBe('OK');
});

test.each([
  ['missing', 'INSUFFICIENT_DATA'],
  ['notBreaching', 'OK'],
  ['breaching', 'ALARM'],
  ['ignore', 'ALARM'],
])('without data an alarm that treats it as %s goes from ALARM to %s', async (TreatMissingData, expected) => {
  await put({ TreatMissingData, EvaluationPeriods: 1, DatapointsToAlarm: 1 });
  minuteWith(5);
  expect(await state()).toBe('ALARM');
  minuteWith();
  expect(await state()).toBe(expected);
});

test('a state that was set by hand stays until the next evaluation', async () => {
  await put({ TreatMissingData: 'notBreaching' });
  await watch.client.send(
    new SetAlarmStateCommand({ AlarmName: 'shop-dev-errors', StateValue: 'ALARM', StateReason: 'drill' }),
  );
  expect((await describe())[0]).toMatchObject({ StateValue: 'ALARM', StateReason: 'drill' });
  minuteWith();
  expect(await state()).toBe('OK');
});

test('an alarm on an expression watches the one query that returns data', async () => {
  const { MetricName, Namespace, Dimensions, Statistic: _s, Period: _p, ...rest } = ERRORS;
  const query = (Id: string, name: string) => ({
    Id,
    MetricStat: { Metric: { Namespace, MetricName: name, Dimensions }, Period: 60, Stat: 'Sum' },
    ReturnData: false,
  });
  const Metrics = [{ Id: 'rate', Expression: '100 * errors' }, query('errors', MetricName!)];
  const alarm = { ...rest, EvaluationPeriods: 1, DatapointsToAlarm: 1, Threshold: 50 };
  await watch.client.send(new PutMetricAlarmCommand({ ...alarm, Metrics }));
  minuteWith(1);
  expect(await state()).toBe('ALARM');
  const two = [
    { ...Metrics[0]!, ReturnData: true },
    { ...Metrics[1]!, ReturnData: true },
  ];
  await expect(watch.client.send(new PutMetricAlarmCommand({ ...alarm, Metrics: two }))).rejects.toThrow(
    'Exactly one element of the metrics list should return data.',
  );
});

test('a second put replaces the whole alarm except its state and its tags', async () => {
  await put({ AlarmDescription: 'x', Tags: [{ Key: 'a', Value: '1' }] });
  await put({ Threshold: 9, Tags: [{ Key: 'b', Value: '2' }] });
  const [alarm] = await describe();
  expect(alarm).toMatchObject({ Threshold: 9 });
  expect(alarm).not.toHaveProperty('AlarmDescription');
  const resource = { ResourceARN: alarm!.AlarmArn! };
  const tags = async () => (await watch.client.send(new ListTagsForResourceCommand(resource))).Tags;
  expect(await tags()).toEqual([{ Key: 'a', Value: '1' }]);
  await watch.client.send(new TagResourceCommand({ ...resource, Tags: [{ Key: 'c', Value: '3' }] }));
  await watch.client.send(new UntagResourceCommand({ ...resource, TagKeys: ['a'] }));
  expect(await tags()).toEqual([{ Key: 'c', Value: '3' }]);
});

test.each([
  ['no operator', { ComparisonOperator: undefined }, "Value null at 'comparisonOperator'"],
  ['both kinds of statistic', { ExtendedStatistic: 'p99' }, 'Exactly one of Statistic and ExtendedStatistic'],
  ['an invalid period', { Period: 61 }, 'multiple of 60'],
  ['more datapoints than periods', { DatapointsToAlarm: 4 }, 'DatapointsToAlarm'],
  ['more than a day of short periods', { Period: 300, EvaluationPeriods: 289 }, '86400'],
  ['more than seven days', { Period: 3600, EvaluationPeriods: 169 }, '604800'],
  [
    'six actions',
    { AlarmActions: Array.from({ length: 6 }, (_, index) => `arn:aws:sns:x:y:${index}`) },
    'length less than or equal to 5',
  ],
  ['an action that is not an ARN', { AlarmActions: ['ops'] }, 'Invalid arn syntax'],
  ['a function as an action', { OKActions: ['arn:aws:lambda:us-east-1:000000000000:function:f'] }, 'not emulated'],
  ['an unknown treatment of missing data', { TreatMissingData: 'never' }, 'TreatMissingData'],
])('%s is rejected', async (_what, change, message) => {
  await expect(put(change as Partial<PutMetricAlarmCommandInput>)).rejects.toThrow(message);
});

test('an alarm can evaluate seven days in periods of an hour, and one day in shorter ones', async () => {
  await put({ Period: 3600, EvaluationPeriods: 168 });
  await put({ Period: 300, EvaluationPeriods: 288 });
});

test('alarms are found by name, prefix, state and metric, and deleted all or none', async () => {
  await put();
  await put({ AlarmName: 'other', Statistic: undefined, ExtendedStatistic: 'p99' });
  const names = async (input: object) =>
    (await watch.client.send(new DescribeAlarmsCommand(input))).MetricAlarms!.map(({ AlarmName }) => AlarmName);
  expect(await names({ AlarmNames: ['other', 'none'] })).toEqual(['other']);
  expect(await names({ AlarmNamePrefix: 'shop-' })).toEqual(['shop-dev-errors']);
  expect(await names({ StateValue: 'ALARM' })).toEqual([]);
  expect(await names({ MaxRecords: 1 })).toEqual(['other']);
  const { Namespace, MetricName, Dimensions } = ERRORS;
  const forMetric = new DescribeAlarmsForMetricCommand({ Namespace, MetricName, Dimensions, Statistic: 'Sum' });
  expect((await watch.client.send(forMetric)).MetricAlarms).toMatchObject([{ AlarmName: 'shop-dev-errors' }]);
  await watch.client.send(new DisableAlarmActionsCommand({ AlarmNames: ['other'] }));
  expect((await describe())[0]).toMatchObject({ AlarmName: 'other', ActionsEnabled: false });
  const both = new DeleteAlarmsCommand({ AlarmNames: ['other', 'none'] });
  await expect(watch.client.send(both)).rejects.toMatchObject({ name: 'ResourceNotFound' });
  await watch.client.send(new DeleteAlarmsCommand({ AlarmNames: ['other', 'shop-dev-errors'] }));
  expect(await describe()).toEqual([]);
});

test('a deleted alarm has no tags', async () => {
  const ResourceARN = 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:gone';
  expect((await watch.client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual([]);
});

test('the name of a dashboard is restricted', async () => {
  const put = new PutDashboardCommand({ DashboardName: 'a:b', DashboardBody: '{"widgets":[]}' });
  await expect(watch.client.send(put)).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: expect.stringContaining('DashboardName contains invalid characters'),
  });
});

test('composite alarms are rejected by name', async () => {
  const composite = new PutCompositeAlarmCommand({ AlarmName: 'c', AlarmRule: 'ALARM("a")' });
  await expect(watch.client.send(composite)).rejects.toThrow('PutCompositeAlarm');
});

test('the body of a dashboard is returned in the form of AWS: without blanks, in its own order, with defaults', async () => {
  const given = {
    start: '-PT6H',
    widgets: [
      { height: 6, width: 6, x: 0, y: 0, properties: { title: 'a', metrics: [['A', 'b']] }, type: 'metric' },
      { type: 'text', x: 0.0, y: 6, width: 6, height: 1, properties: { markdown: 'b' } },
    ],
  };
  const DashboardBody = JSON.stringify(given, null, 2);
  await watch.client.send(new PutDashboardCommand({ DashboardName: 'shop', DashboardBody }));
  const found = await watch.client.send(new GetDashboardCommand({ DashboardName: 'shop' }));
  expect(found.DashboardBody).toBe(
    '{"start":"-PT6H","widgets":[{"type":"metric","x":0,"y":0,"width":6,"height":6,"properties":{"metrics":[["A","b"]],"stacked":false,"title":"a","view":"timeSeries"}},' +
      '{"type":"text","x":0,"y":6,"width":6,"height":1,"properties":{"markdown":"b"}}]}',
  );
});

test('tags of a dashboard are set only at its creation', async () => {
  const put = (Value: string) =>
    watch.client.send(
      new PutDashboardCommand({ DashboardName: 'shop', DashboardBody: '{"widgets":[]}', Tags: [{ Key: 'a', Value }] }),
    );
  await put('1');
  await put('2');
  const ResourceARN = 'arn:aws:cloudwatch::000000000000:dashboard/shop';
  expect((await watch.client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual([
    { Key: 'a', Value: '1' },
  ]);
});

test('a dashboard is stored, listed and deleted', async () => {
  const DashboardBody = JSON.stringify({ widgets: [] });
  await watch.client.send(new PutDashboardCommand({ DashboardName: 'shop', DashboardBody }));
  expect((await watch.client.send(new GetDashboardCommand({ DashboardName: 'shop' }))).DashboardBody).toBe(
    DashboardBody,
  );
  expect((await watch.client.send(new ListDashboardsCommand({}))).DashboardEntries).toMatchObject([
    { DashboardName: 'shop', LastModified: new Date(START) },
  ]);
  const broken = new PutDashboardCommand({ DashboardName: 'shop', DashboardBody: '{' });
  await expect(watch.client.send(broken)).rejects.toMatchObject({ name: 'DashboardInvalidInputError' });
  await watch.client.send(new DeleteDashboardsCommand({ DashboardNames: ['shop'] }));
  await expect(watch.client.send(new GetDashboardCommand({ DashboardName: 'shop' }))).rejects.toMatchObject({
    message: 'Dashboard shop does not exist',
    $metadata: { httpStatusCode: 404 },
  });
});

test.skipIf(!hasAwsCli)('the AWS CLI puts and describes an alarm with CBOR, and reads an error', async () => {
  const alarm = ['--alarm-name', 'cli', '--namespace', 'AWS/Lambda', '--metric-name', 'Errors', '--statistic', 'Sum'];
  const rule = ['--period', '60', '--evaluation-periods', '1', '--threshold', '1'];
  const operator = ['--comparison-operator', 'GreaterThanThreshold'];
  await aws(watch.endpoint, 'cloudwatch', 'put-metric-alarm', ...alarm, ...rule, ...operator);
  expect(await aws(watch.endpoint, 'cloudwatch', 'describe-alarms')).toMatchObject({
    MetricAlarms: [{ AlarmName: 'cli', Threshold: 1, StateUpdatedTimestamp: START / 1000 }],
  });
  await expect(aws(watch.endpoint, 'cloudwatch', 'delete-alarms', '--alarm-names', 'none')).rejects.toThrow(
    /\(ResourceNotFound\).*Alarm\(s\) do not exist/s,
  );
});
