/**
 * The traffic of a stage as CloudWatch counted it, converted to a month. Reads only: one call, and one for each table.
 */
import { describeTable } from '../../aws/dynamodb/describe-table.ts';
import { incomingBytes } from '../../aws/metrics/incoming-bytes.ts';
import type { RequestedMetric } from '../../aws/metrics/requested-metric.ts';
import { type MetricRange, metricRange, stageMetrics } from '../../aws/metrics/stage-metrics.ts';
import type { StageConfig } from '../../config/config.ts';
import { consumersOf } from '../../config/consumers.ts';
import { physicalTable } from '../../config/physical-table.ts';
import { ASSUMED, GB, HOURS, NO_OBJECTS, type Traffic } from '../../cost/traffic.ts';
import { apiDimensions, functionDimensions } from '../../naming/metric-dimensions.ts';
import { accessLogGroup, consumerLogGroup, functionLogGroup } from '../../naming/names.ts';
import type { RunParts } from '../stage-run.ts';

export interface Measured {
  readonly traffic: Omit<Traffic, 'response'>;
  /** The number of hours since the first counted request. */
  readonly hours: number;
}

const HOUR = 3_600_000;

/** Returns `undefined` if the stage got no requests in that time. */
export async function measuredTraffic(
  config: StageConfig,
  { clients }: Pick<RunParts, 'clients'>,
  { since, now }: { readonly since: number; readonly now: number },
): Promise<Measured | undefined> {
  const range = metricRange(since, now, now);
  const series = await stageMetrics(await clients.cloudwatch(), wishesOf(config), range);
  const values = (id: string) => series.filter(({ wish }) => wish.id === id).map((one) => one.values);
  const sum = (id: string) =>
    values(id)
      .flat()
      .reduce<number>((total, value) => total + (value ?? 0), 0);
  const hours = hoursSince(values('requests')[0] ?? [], range, now);
  if (hours === undefined) return undefined;
  const monthly = (id: string) => (sum(id) * HOURS) / hours;
  const calls = sum('calls');
  return {
    hours,
    traffic: {
      requests: monthly('requests'),
      cacheHits: monthly('hits'),
      duration: calls === 0 ? ASSUMED.duration : sum('duration') / calls,
      reads: monthly('reads'),
      writes: monthly('writes'),
      storage: await sizeOfTables(config, clients),
      logs: monthly('incomingBytes') / GB,
      ...NO_OBJECTS,
    },
  };
}

function wishesOf(config: StageConfig): RequestedMetric[] {
  const wish = (
    id: string,
    namespace: RequestedMetric['namespace'],
    metric: string,
    dimensions: RequestedMetric['dimensions'],
  ) => ({ id, label: id, unit: 'count', namespace, metric, dimensions, statistic: 'Sum' }) satisfies RequestedMetric;
  const api = apiDimensions(config);
  const fn = functionDimensions(config);
  const tables = Object.keys(config.tables);
  const groups = [...(config.api === 'url' ? [] : [accessLogGroup(config)]), functionLogGroup(config)].concat(
    consumersOf(config).map(({ id }) => consumerLogGroup(config, id)),
  );
  return [
    config.api === 'rest'
      ? wish('requests', 'AWS/ApiGateway', 'Count', api)
      : wish('requests', 'AWS/Lambda', 'Invocations', fn),
    ...(config.cache ? [wish('hits', 'AWS/ApiGateway', 'CacheHitCount', api)] : []),
    wish('calls', 'AWS/Lambda', 'Invocations', fn),
    wish('duration', 'AWS/Lambda', 'Duration', fn),
    ...tables.flatMap((table) => {
      const TableName = physicalTable(config, table);
      return [
        wish('reads', 'AWS/DynamoDB', 'ConsumedReadCapacityUnits', { TableName }),
        wish('writes', 'AWS/DynamoDB', 'ConsumedWriteCapacityUnits', { TableName }),
      ];
    }),
    ...groups.map(incomingBytes),
  ];
}

/** The hours since the first counted request, because a stage may be younger than the range. */
function hoursSince(values: readonly (number | undefined)[], range: MetricRange, now: number): number | undefined {
  const first = values.findIndex((value) => (value ?? 0) > 0);
  return first < 0
    ? undefined
    : Math.max(range.period / 3_600, (now - range.from) / HOUR - (first * range.period) / 3_600);
}

/** Gigabytes. DynamoDB updates the size every six hours. */
async function sizeOfTables(config: StageConfig, clients: RunParts['clients']): Promise<number> {
  const names = Object.keys(config.tables).map((table) => physicalTable(config, table));
  if (names.length === 0) return 0;
  const client = await clients.dynamodb();
  const described = await Promise.all(names.map((name) => describeTable(client, name)));
  return described.reduce((bytes, table) => bytes + (table?.TableSizeBytes ?? 0), 0) / GB;
}
