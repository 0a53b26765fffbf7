import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDataQuery,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addValue, emptyDistribution, merge, quantile } from '../../../src/local/services/cloudwatch/distribution.ts';
import { aws, hasAwsCli } from '../../helpers/aws-cli.ts';
import { MINUTE, START, scope, startCloudWatch, type TestCloudWatch } from './cloudwatch.ts';

let watch: TestCloudWatch;
beforeEach(async () => {
  watch = await startCloudWatch();
});
afterEach(() => watch.close());

const put = (MetricName: string, values: number[], minute = 0) =>
  watch.client.send(
    new PutMetricDataCommand({
      Namespace: 'Shop',
      MetricData: values.map((Value) => ({ MetricName, Value, Timestamp: new Date(START + minute * MINUTE) })),
    }),
  );
const metric = (Id: string, MetricName: string, Stat = 'Sum', Period = 60): MetricDataQuery => ({
  Id,
  MetricStat: { Metric: { Namespace: 'Shop', MetricName }, Period, Stat },
  ReturnData: false,
});
async function evaluate(Expression: string, ...metrics: MetricDataQuery[]): Promise<number[]> {
  const answer = await watch.client.send(
    new GetMetricDataCommand({
      StartTime: new Date(START),
      EndTime: new Date(START + 10 * MINUTE),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [{ Id: 'e', Expression }, ...metrics],
    }),
  );
  return answer.MetricDataResults![0]!.Values!;
}

test('many values at once, which the SDK compresses, are all accepted', async () => {
  const MetricData = Array.from({ length: 400 }, (_, index) => ({
    MetricName: 'Sales',
    Value: 1,
    Dimensions: [{ Name: 'a dimension with a long name', Value: `with a long value ${index % 2}` }],
    Timestamp: new Date(START + (index % 10) * MINUTE),
  }));
  await watch.client.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
  const { Metrics } = await watch.client.send(new ListMetricsCommand({ Namespace: 'Shop' }));
  expect(Metrics).toHaveLength(2);
});

test('metric data is returned by statistic and period', async () => {
  await put('Sales', [1, 2, 3]);
  await put('Sales', [10], 1);
  const { Datapoints, Label } = await watch.client.send(
    new GetMetricStatisticsCommand({
      Namespace: 'Shop',
      MetricName: 'Sales',
      StartTime: new Date(START),
      EndTime: new Date(START + 5 * MINUTE),
      Period: 60,
      Statistics: ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'],
    }),
  );
  expect(Label).toBe('Sales');
  expect(Datapoints).toEqual([
    { Timestamp: new Date(START), Sum: 6, Average: 2, Minimum: 1, Maximum: 3, SampleCount: 3, Unit: 'None' },
    {
      Timestamp: new Date(START + MINUTE),
      Sum: 10,
      Average: 10,
      Minimum: 10,
      Maximum: 10,
      SampleCount: 1,
      Unit: 'None',
    },
  ]);
});

test('data in several units are separate data points, unless one unit is given', async () => {
  const now = new Date(START);
  const MetricData = [
    { MetricName: 'm', Timestamp: now, Value: 1, Unit: 'Seconds' as const },
    { MetricName: 'm', Timestamp: now, Value: 5, Unit: 'Count' as const },
    { MetricName: 'm', Timestamp: now, Value: 10 },
  ];
  await watch.client.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
  const averages = async (Unit?: 'Count') => {
    const span = { StartTime: now, EndTime: new Date(START + MINUTE), Period: 60 };
    const what = { Namespace: 'Shop', MetricName: 'm', Statistics: ['Average' as const], Unit };
    const { Datapoints = [] } = await watch.client.send(new GetMetricStatisticsCommand({ ...span, ...what }));
    return Datapoints.map(({ Average, Unit: unit }) => `${Average} ${unit}`).sort();
  };
  expect(await averages()).toEqual(['1 Seconds', '10 None', '5 Count']);
  expect(await averages('Count')).toEqual(['5 Count']);
});

test('a query without a unit returns the first unit and a message that there are several', async () => {
  const data = (Unit: 'Milliseconds' | 'Seconds' | 'Count', Value: number, MetricName = 'm') => ({
    MetricName,
    Timestamp: new Date(START),
    Value,
    Unit,
  });
  const MetricData = [data('Seconds', 60), data('Milliseconds', 60_000), data('Count', 5, 'other')];
  await watch.client.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
  const span = { StartTime: new Date(START), EndTime: new Date(START + MINUTE) };
  const MetricDataQueries = [
    { ...metric('q', 'm', 'Sum'), ReturnData: true },
    { ...metric('other', 'other', 'Sum'), ReturnData: true },
    { Id: 'double', Expression: 'q * 2' },
  ];
  const { MetricDataResults } = await watch.client.send(new GetMetricDataCommand({ ...span, MetricDataQueries }));
  expect(MetricDataResults?.map(({ Values, Messages }) => [Values, Messages])).toEqual([
    [[60_000], [{ Code: 'MultipleUnits', Value: "Multiple units returned: '[Milliseconds, Seconds]'" }]],
    [[5], undefined],
    [[120_000], undefined],
  ]);
});

test.each([
  [
    [
      ['Sum', 60],
      ['Minimum', 30],
    ],
    ['m Sum 60', 'm Minimum 30'],
  ],
  [
    [
      ['Sum', 60],
      ['Minimum', 60],
    ],
    ['m Sum', 'm Minimum'],
  ],
  [
    [
      ['Sum', 60],
      ['Sum', 30],
    ],
    ['m 60', 'm 30'],
  ],
  [
    [
      ['Sum', 60],
      ['Sum', 60],
    ],
    ['m', 'm'],
  ],
] as [[string, number][], string[]][])(
  'queries %j of one metric are distinguished by their labels',
  async (asked, labels) => {
    const MetricDataQueries = asked.map(([Stat, Period], index) => ({
      ...metric(`q${index}`, 'm', Stat, Period),
      ReturnData: true,
    }));
    const span = { StartTime: new Date(START), EndTime: new Date(START + MINUTE) };
    const { MetricDataResults } = await watch.client.send(new GetMetricDataCommand({ ...span, MetricDataQueries }));
    expect(MetricDataResults?.map(({ Label }) => Label)).toEqual(labels);
  },
);

test('a metric is the same with its dimensions in any order', async () => {
  const pairs = [
    { Name: 'Shop', Value: 'a' },
    { Name: 'Stage', Value: 'dev' },
  ];
  const query = (Id: string, Stat: string, Dimensions: typeof pairs) => ({
    Id,
    MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'm', Dimensions }, Period: 60, Stat },
  });
  const MetricDataQueries = [
    query('a', 'Sum', pairs),
    query('b', 'Minimum', pairs.toReversed()),
    query('c', 'Maximum', pairs.slice(1)),
  ];
  const span = { StartTime: new Date(START), EndTime: new Date(START + MINUTE) };
  const { MetricDataResults } = await watch.client.send(new GetMetricDataCommand({ ...span, MetricDataQueries }));
  expect(MetricDataResults?.map(({ Label }) => Label)).toEqual(['m Sum', 'm Minimum', 'm']);
});

test('internal metrics are recorded with the given dimensions', async () => {
  const dimensions = { ApiName: 'shop-dev', Stage: 'dev' };
  const metric = { namespace: 'AWS/ApiGateway', name: 'Latency', dimensions, unit: 'Milliseconds' as const };
  const record = watch.cloud.metrics.meter(scope, metric);
  for (const value of [20, 40, 60]) record(value);
  const { Metrics } = await watch.client.send(
    new ListMetricsCommand({ Namespace: 'AWS/ApiGateway', Dimensions: [{ Name: 'Stage', Value: 'dev' }] }),
  );
  expect(Metrics).toEqual([
    {
      Namespace: 'AWS/ApiGateway',
      MetricName: 'Latency',
      Dimensions: [
        { Name: 'ApiName', Value: 'shop-dev' },
        { Name: 'Stage', Value: 'dev' },
      ],
    },
  ]);
  const { Datapoints } = await watch.client.send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/ApiGateway',
      MetricName: 'Latency',
      Dimensions: Metrics![0]!.Dimensions,
      StartTime: new Date(START),
      EndTime: new Date(START + MINUTE),
      Period: 60,
      ExtendedStatistics: ['p50', 'p99'],
    }),
  );
  expect(Datapoints![0]!.Unit).toBe('Milliseconds');
  expect(Datapoints![0]!.ExtendedStatistics!.p50).toBeCloseTo(40, -1);
  expect(Datapoints![0]!.ExtendedStatistics!.p99).toBe(60);
});

test.each([
  ['100 * errors / calls', [10, 50]],
  ['IF(calls > 5, errors, 0)', [1, 0]],
  ['SUM([errors, calls])', [11, 6]],
  ['MAX(calls)', Array.from({ length: 10 }, () => 10)],
  ['-(calls - errors) ^ 2', [-81, -4]],
  ['RUNNING_SUM(calls)', [10, 14]],
  ['DIFF(calls)', [-6]],
  ['calls >= 10 && errors == 1', [1, 0]],
])('%s', async (expression, expected) => {
  await put('Calls', [10]);
  await put('Errors', [1]);
  await put('Calls', [4], 1);
  await put('Errors', [2], 1);
  const result = await evaluate(expression, metric('calls', 'Calls'), metric('errors', 'Errors'));
  expect(result).toEqual(expected);
});

test('a division by zero is a missing point', async () => {
  await put('Calls', [0]);
  expect(await evaluate('1 / calls', metric('calls', 'Calls'))).toEqual([]);
});

test.each([
  ['a + ', 'cannot be parsed'],
  ['nothing + 1', "the id 'nothing' does not exist"],
  ['SEARCH(a)', 'SEARCH'],
  ['e + 1', 'depends on itself'],
])('the expression %s is rejected', async (expression, message) => {
  await put('Calls', [1]);
  await expect(evaluate(expression, metric('a', 'Calls'))).rejects.toThrow(message);
});

test('missing or invalid members of PutMetricData are named', async () => {
  const send = (datum: object) =>
    watch.client.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData: [{ MetricName: 'm', ...datum }] }));
  await expect(send({})).rejects.toMatchObject({ name: 'MissingRequiredParameterException' });
  await expect(send({ Value: 1, Values: [1] })).rejects.toMatchObject({ name: 'InvalidParameterCombinationException' });
  await expect(send({ Value: 1, StorageResolution: 1 })).rejects.toThrow('StorageResolution');
});

test('metrics survive a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'apikit-metrics-'));
  await watch.close();
  watch = await startCloudWatch({ dataDir });
  await put('Sales', [1]);
  await put('Sales', [2]);
  await watch.close();
  watch = await startCloudWatch({ dataDir });
  await put('Sales', [3]);
  expect(await evaluate('sales', metric('sales', 'Sales'))).toEqual([6]);
  rmSync(dataDir, { recursive: true });
});

test('older clients get the same response over the Query protocol', async () => {
  await put('Sales', [1, 2]);
  const form = new URLSearchParams({
    Action: 'GetMetricStatistics',
    Version: '2010-08-01',
    Namespace: 'Shop',
    MetricName: 'Sales',
    StartTime: new Date(START).toISOString(),
    EndTime: new Date(START + MINUTE).toISOString(),
    Period: '60',
    'Statistics.member.1': 'Sum',
    'ExtendedStatistics.member.1': 'p100',
  });
  const authorization = 'AWS4-HMAC-SHA256 Credential=AKIATEST/20260115/eu-west-1/monitoring/aws4_request';
  const send = async () =>
    (await fetch(watch.endpoint, { method: 'POST', body: form, headers: { authorization } })).text();
  const answer = await send();
  expect(answer).toContain('<Sum>3</Sum>');
  expect(answer).toContain('<entry><key>p100</key><value>2</value></entry>');
  form.set('Period', '61');
  expect(await send()).toContain('<Code>InvalidParameterValue</Code>');
});

test.skipIf(!hasAwsCli)('the AWS CLI puts and reads metrics with CBOR', async () => {
  const shop = ['--namespace', 'Shop', '--metric-name', 'Sales'];
  const timestamp = new Date(START).toISOString();
  await aws(watch.endpoint, 'cloudwatch', 'put-metric-data', ...shop, '--value', '2.5', '--timestamp', timestamp);
  const range = ['--start-time', timestamp, '--end-time', new Date(START + MINUTE).toISOString(), '--period', '60'];
  const answer = await aws(
    watch.endpoint,
    'cloudwatch',
    'get-metric-statistics',
    ...shop,
    ...range,
    '--statistics',
    'Sum',
  );
  expect(answer).toMatchObject({
    Label: 'Sales',
    Datapoints: [{ Sum: 2.5, Timestamp: START / 1000 }],
  });
});

test('law: a quantile is within one per cent of the exact one, however the values were merged', () => {
  const values = fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(200), (numbers, share, cut) => {
      const [left, right] = [emptyDistribution(), emptyDistribution()];
      for (const [index, value] of numbers.entries()) addValue(index < cut ? left : right, value);
      merge(left, right);
      const sorted = [...numbers].sort((a, b) => a - b);
      const exact = sorted[Math.max(1, Math.ceil(share * numbers.length)) - 1]!;
      expect(Math.abs(quantile(left, share) - exact)).toBeLessThanOrEqual(exact * 0.0102);
      expect(left.count).toBe(numbers.length);
    }),
  );
});
