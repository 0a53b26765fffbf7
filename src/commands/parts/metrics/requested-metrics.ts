/** The metrics that describe a stage, or one of its operations. Pure. */
import { MOST_QUERIES, type RequestedMetric } from '../../../aws/metrics/requested-metric.ts';
import type { StageConfig } from '../../../config/config.ts';
import { physicalTable } from '../../../config/physical-table.ts';
import { wafRules } from '../../../config/waf-rules.ts';
import {
  apiDimensions,
  firewallDimensions,
  functionDimensions,
  httpApiDimensions,
} from '../../../naming/metric-dimensions.ts';

/** An operation of the contract. */
export interface Route {
  readonly method: string;
  readonly path: string;
}

/** The API whose metrics are requested. CloudWatch knows a REST API by its name, and an HTTP API by its ID. */
export interface MeasuredApi {
  readonly dimensions: Readonly<Record<string, string>>;
  /** The names of the counters of errors. */
  readonly errors: readonly [client: string, server: string];
  readonly cached: boolean;
}

/** `id` is that of an HTTP API. Returns `undefined` for a function URL, which has no metrics of API Gateway. */
export function measuredApi(config: StageConfig, id: string): MeasuredApi | undefined {
  switch (config.api) {
    case 'rest':
      return {
        dimensions: apiDimensions(config),
        errors: ['4XXError', '5XXError'],
        cached: config.cache !== undefined,
      };
    case 'http':
      return { dimensions: httpApiDimensions(id, config), errors: ['4xx', '5xx'], cached: false };
    case 'url':
      return undefined;
  }
}

export function metricsOfStage(config: StageConfig, api: MeasuredApi | undefined): RequestedMetric[] {
  return [
    ...(api ? ofApi(api) : []),
    ...ofFunction(config),
    ...Object.keys(config.tables).flatMap((table) => ofTable(config, table)),
    ...ofFirewall(config),
  ];
}

/** All metrics that API Gateway has for one operation. */
export function metricsOfOperation(api: MeasuredApi, route: Route): RequestedMetric[] {
  const of = nameOf(route);
  return ofApi(ofRoute(api, route)).map((wish) => ({ ...wish, of }));
}

/** A few metrics for each operation, to compare the operations. */
export function metricsOfOperations(api: MeasuredApi, routes: readonly Route[]): RequestedMetric[] {
  return routes.flatMap((route) =>
    ofApi(ofRoute(api, route))
      .filter(({ id }) => COMPARED.includes(id))
      .map((wish) => ({ ...wish, of: nameOf(route) })),
  );
}

const COMPARED = ['requests', 'clientErrors', 'serverErrors', 'latencyP95'];

/** How many operations one call can compare. */
export const MOST_COMPARED = MOST_QUERIES / COMPARED.length;

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

const ofRoute = (api: MeasuredApi, { method, path }: Route): MeasuredApi => ({
  ...api,
  dimensions: { ...api.dimensions, Method: method, Resource: path },
});

function ofApi({ dimensions, errors: [client, server], cached }: MeasuredApi): RequestedMetric[] {
  const api = { namespace: 'AWS/ApiGateway', dimensions } as const;
  const sum = (id: string, label: string, metric: string): RequestedMetric => ({
    ...api,
    id,
    label,
    metric,
    unit: 'count',
    statistic: 'Sum',
  });
  const time = (id: string, label: string, metric: string, statistic: 'p50' | 'p95' | 'p99'): RequestedMetric => ({
    ...api,
    id,
    label,
    metric,
    unit: 'ms',
    statistic,
  });
  return [
    sum('requests', 'requests', 'Count'),
    sum('clientErrors', '4XX', client),
    sum('serverErrors', '5XX', server),
    time('latencyP50', 'latency p50', 'Latency', 'p50'),
    time('latencyP95', 'latency p95', 'Latency', 'p95'),
    time('latencyP99', 'latency p99', 'Latency', 'p99'),
    time('integrationP95', 'integration p95', 'IntegrationLatency', 'p95'),
    ...(cached
      ? [sum('cacheHits', 'cache hits', 'CacheHitCount'), sum('cacheMisses', 'cache misses', 'CacheMissCount')]
      : []),
  ];
}

function ofFunction(config: StageConfig): RequestedMetric[] {
  const lambda = {
    namespace: 'AWS/Lambda',
    dimensions: functionDimensions(config),
    unit: 'count',
  } as const;
  return [
    { ...lambda, id: 'functionErrors', label: 'function errors', metric: 'Errors', statistic: 'Sum' },
    { ...lambda, id: 'throttles', label: 'function throttles', metric: 'Throttles', statistic: 'Sum' },
    { ...lambda, id: 'concurrency', label: 'concurrency', metric: 'ConcurrentExecutions', statistic: 'Maximum' },
  ];
}

function ofTable(config: StageConfig, table: string): RequestedMetric[] {
  const dimensions = { TableName: physicalTable(config, table) };
  const sum = (id: string, label: string, metric: string): RequestedMetric => ({
    namespace: 'AWS/DynamoDB',
    dimensions,
    unit: 'count',
    statistic: 'Sum',
    id,
    of: table,
    label: `${table} ${label}`,
    metric,
  });
  return [
    sum('readUnits', 'read units', 'ConsumedReadCapacityUnits'),
    sum('writeUnits', 'write units', 'ConsumedWriteCapacityUnits'),
    sum('readThrottles', 'read throttles', 'ReadThrottleEvents'),
    sum('writeThrottles', 'write throttles', 'WriteThrottleEvents'),
  ];
}

/** The requests that each rule blocked or, if it only counts, would have blocked. */
function ofFirewall(config: StageConfig): RequestedMetric[] {
  const { waf } = config;
  // The metrics of a web ACL have its metric name, which its ARN does not say.
  if (!waf || 'existing' in waf) return [];
  return wafRules(waf).flatMap(({ name, action }): RequestedMetric[] => {
    if (action === 'allow') return [];
    const [done, metric] = action === 'count' ? ['counted', 'CountedRequests'] : ['blocked', 'BlockedRequests'];
    return [
      {
        namespace: 'AWS/WAFV2',
        dimensions: firewallDimensions(config, name),
        unit: 'count',
        statistic: 'Sum',
        id: done === 'counted' ? 'firewallCounted' : 'firewallBlocked',
        of: name,
        label: `${name} ${done}`,
        metric: String(metric),
      },
    ];
  });
}
