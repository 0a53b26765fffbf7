import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteMetricFilterCommand,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  PutLogEventsCommand,
  PutMetricFilterCommand,
  type PutMetricFilterCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMetricSink } from '../../../src/local/services/cloudwatch/metric-sink.ts';
import { service as cloudwatch } from '../../../src/local/services/cloudwatch/service.ts';
import { createLogSink } from '../../../src/local/services/logs/log-sink.ts';
import { service } from '../../../src/local/services/logs/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const group = '/aws/apigateway/shop-dev';
const scope = { account: '000000000000', region: 'eu-west-1' };
const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };

let cloud: Services;
let logs: CloudWatchLogsClient;
let metrics: CloudWatchClient;

beforeEach(async () => {
  cloud = await startServices([service, cloudwatch], {
    now: () => NOW,
    parts(base) {
      const sink = createMetricSink(base);
      return { metrics: sink, logs: createLogSink(base, sink) };
    },
  });
  const config = { endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 };
  logs = new CloudWatchLogsClient(config);
  metrics = new CloudWatchClient(config);
  await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
});
afterEach(async () => {
  logs.destroy();
  metrics.destroy();
  await cloud.close();
});

const put = (changes: Partial<PutMetricFilterCommandInput> = {}) =>
  logs.send(
    new PutMetricFilterCommand({
      logGroupName: group,
      filterName: 'throttled',
      filterPattern: '{ $.status = 429 }',
      metricTransformations: [{ metricNamespace: 'shop', metricName: 'Throttled', metricValue: '1' }],
      ...changes,
    }),
  );

async function counted(MetricName = 'Throttled'): Promise<number> {
  const { Datapoints = [] } = await metrics.send(
    new GetMetricStatisticsCommand({
      Namespace: 'shop',
      MetricName,
      StartTime: new Date(NOW),
      EndTime: new Date(NOW + 60_000),
      Period: 60,
      Statistics: ['Sum'],
    }),
  );
  return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}

const line = (status: number) => JSON.stringify({ status, latency: 12 });
const write = (...statuses: number[]) =>
  cloud.cloud.logs.write(
    scope,
    { group, stream: 'a' },
    statuses.map((status) => ({ timestamp: NOW, message: line(status) })),
  );

test('matching lines are counted after the filter was created, from any writer', async () => {
  write(429);
  await put();
  write(200, 429, 429);
  await logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: 'b' }));
  const logEvents = [429, 403].map((status) => ({ timestamp: NOW, message: line(status) }));
  await logs.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: 'b', logEvents }));
  expect(await counted()).toBe(3);
});

test('a second put replaces a filter with the same name, and a deleted one counts no more', async () => {
  await put();
  await put({ filterPattern: '{ $.status = 403 }' });
  write(429, 403);
  expect(await counted()).toBe(1);
  await logs.send(new DeleteMetricFilterCommand({ logGroupName: group, filterName: 'throttled' }));
  write(403);
  expect(await counted()).toBe(1);
  await expect(
    logs.send(new DeleteMetricFilterCommand({ logGroupName: group, filterName: 'throttled' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('filters are listed by name and page by page; groups return their number of filters', async () => {
  for (const filterName of ['b', 'c', 'a']) await put({ filterName });
  const first = await logs.send(new DescribeMetricFiltersCommand({ logGroupName: group, limit: 2 }));
  expect(first.metricFilters?.map(({ filterName }) => filterName)).toEqual(['a', 'b']);
  expect(first.metricFilters?.[0]).toMatchObject({
    filterPattern: '{ $.status = 429 }',
    logGroupName: group,
    creationTime: NOW,
    metricTransformations: [{ metricNamespace: 'shop', metricName: 'Throttled', metricValue: '1' }],
  });
  const rest = await logs.send(new DescribeMetricFiltersCommand({ logGroupName: group, nextToken: first.nextToken }));
  expect(rest.metricFilters?.map(({ filterName }) => filterName)).toEqual(['c']);
  const named = await logs.send(new DescribeMetricFiltersCommand({ logGroupName: group, filterNamePrefix: 'b' }));
  expect(named.metricFilters).toHaveLength(1);
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
  expect(logGroups?.[0]?.metricFilterCount).toBe(3);
});

test('filters are deleted with their group', async () => {
  await put();
  await logs.send(new DeleteLogGroupCommand({ logGroupName: group }));
  await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
  expect((await logs.send(new DescribeMetricFiltersCommand({ logGroupName: group }))).metricFilters).toEqual([]);
});

test('invalid, excessive or unsupported settings are rejected by name', async () => {
  await expect(put({ filterPattern: '{ $.status = ' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(put({ filterName: 'a:b' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(put({ logGroupName: 'nowhere' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  const metric = { metricNamespace: 'shop', metricName: 'Throttled' };
  const withMetric = (more: object) => put({ metricTransformations: [{ metricValue: '1', ...metric, ...more }] });
  await expect(withMetric({ metricValue: 'many' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(withMetric({ defaultValue: 0 })).rejects.toThrow(/defaultValue/);
  await expect(withMetric({ dimensions: { path: '$.path' } })).rejects.toThrow(/dimensions/);
  await expect(withMetric({ metricValue: '$.latency' })).rejects.toThrow(/names a field/);
  for (let index = 0; index < 100; index += 1) await put({ filterName: `f${index}` });
  await expect(put()).rejects.toMatchObject({ name: 'LimitExceededException' });
  await put({ filterName: 'f0' });
});
