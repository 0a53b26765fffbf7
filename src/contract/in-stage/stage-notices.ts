/** Finds conflicts between a contract and the settings of a stage, and settings that AWS bills. Pure. */
import { LOCAL_STAGE, type StageConfig } from '../../config/config.ts';
import { tiered } from '../../cost/estimate.ts';
import { shippedPrices, type Tiers } from '../../cost/prices.ts';
import type { Operation } from '../model/operations.ts';

export interface StageNotices {
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

/** Count, 4XXError, 5XXError, Latency and IntegrationLatency of each method. */
export const METRICS_OF_A_METHOD = 5;

/** The embedded cloud costs nothing, and needs neither a cache nor a throttle. */
export function stageNotices(operations: readonly Operation[], config: StageConfig): StageNotices {
  if (config.api !== 'rest') return { warnings: [], notes: lostBehind(config) };
  const closed = unopened(operations, config);
  if (config.stage === LOCAL_STAGE) return { warnings: closed, notes: [] };
  return { warnings: [...closed, ...warningsOf(operations, config)], notes: costsOf(operations, config) };
}

/** Names what a stage gives up by its choice of the front door (docs/front-doors.md). */
function lostBehind({ stage, api, region }: StageConfig): string[] {
  const { restRequests, httpRequests } = shippedPrices(region);
  const million = (tiers: Tiers) => `$${tiered(1_000_000, tiers).toFixed(2)}`;
  const saved = (price: string) =>
    stage === LOCAL_STAGE
      ? ''
      : ` A million requests cost ${price} instead of ${million(restRequests)} (\`apikit cost\`).`;
  if (api === 'http') {
    return [
      `Stage ${stage} has an HTTP API (api: http): no API keys, cache, canaries or execution log, and the function checks parameters and bodies. docs/front-doors.md compares the front doors.${saved(million(httpRequests))}`,
    ];
  }
  return [
    `Stage ${stage} has a function URL (api: ${api}): no API keys, throttles, access log, canaries or metrics of API Gateway, and every request is a call of the function. docs/front-doors.md compares the front doors.${saved('nothing')}`,
  ];
}

/** An API key works only through a usage plan (docs/aws/usage-plans.md). */
function unopened(operations: readonly Operation[], { stage, usagePlans }: StageConfig): string[] {
  if (Object.keys(usagePlans).length > 0) return [];
  const keyed = operations.filter(({ access }) => access.key).map(({ operationId }) => operationId);
  return noticesFor(
    keyed,
    (ids) =>
      `Stage ${stage} has no usage plan, so no API key gives access to ${ids}: each call gets a 403. Declare one under usagePlans in apikit.yaml.`,
  );
}

function warningsOf(operations: readonly Operation[], { stage, cache, throttle, function: fn }: StageConfig): string[] {
  const named = (which: (operation: Operation) => boolean) =>
    operations.filter(which).map(({ operationId }) => operationId);
  const uncached = cache ? [] : named(({ settings }) => settings.cache !== undefined);
  const faster = named(
    ({ settings: { throttle: own } }) => own !== undefined && (own.rate > throttle.rate || own.burst > throttle.burst),
  );
  const patient = named(({ settings }) => !settings.integration && (settings.timeout ?? 0) > fn.timeout + 1);
  return [
    ...noticesFor(
      uncached,
      (ids) =>
        `Stage ${stage} has no cache, so x-apikit.cache of ${ids} has no effect there. Add stages.${stage}.cache.`,
    ),
    ...noticesFor(
      faster,
      (ids) =>
        `x-apikit.throttle of ${ids} allows more than stage ${stage} (rate ${throttle.rate}, burst ${throttle.burst}). The stage's throttle does not limit it, because it replaces that throttle.`,
    ),
    ...noticesFor(
      patient,
      (ids) =>
        `x-apikit.timeout of ${ids} is longer than the function's timeout in stage ${stage} (${fn.timeout} s), so it has no effect. Set function.timeout.`,
    ),
  ];
}

function noticesFor(ids: readonly string[], text: (ids: string) => string): string[] {
  if (ids.length === 0) return [];
  const shown = ids.length > 5 ? [...ids.slice(0, 5), `${ids.length - 5} others`] : ids;
  return [text(shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : shown[0]!)];
}

function costsOf(operations: readonly Operation[], config: StageConfig): string[] {
  const { stage, cache, logging, metrics, tracing } = config;
  const priced = operations.length * METRICS_OF_A_METHOD;
  const prices = shippedPrices(config.region);
  return [
    ...(cache
      ? [
          `AWS bills the cache of stage ${stage} by the hour, used or not: ${cache.size} GB are about ${prices.cacheHour[cache.size]?.toFixed(2)} USD an hour.`,
        ]
      : []),
    ...(logging === 'OFF'
      ? []
      : [
          `AWS bills the execution log of stage ${stage} by volume, about ${prices.logsTaken.toFixed(2)} USD a GB; AWS keeps it until you set a retention.`,
        ]),
    ...(metrics
      ? [
          `AWS bills the metrics of stage ${stage} as custom metrics: up to ${priced}, about ${prices.metric.toFixed(2)} USD a month each.`,
        ]
      : []),
    ...(tracing
      ? [`AWS bills the traces of stage ${stage} by number, about ${prices.traces.toFixed(2)} USD a million.`]
      : []),
  ];
}
