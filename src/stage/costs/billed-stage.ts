/** The parts of a stage that AWS bills besides its traffic, according to its configuration. */
import type { StageConfig } from '../../config/config.ts';
import { optionalPrices } from '../../config/optional-settings.ts';
import { messagePrice, queuePrices } from '../../config/queue-prices.ts';
import { METRICS_OF_A_METHOD } from '../../contract/in-stage/stage-notices.ts';
import { loadContract } from '../../contract/load-contract.ts';
import type { BilledSettings } from '../../cost/estimate.ts';
import { HOURS } from '../../cost/traffic.ts';
import { accessLogFilters } from '../../stack/access-log-watches.ts';
import { stageWatches } from '../../stack/alarms.ts';

/** USD per GB-second of a cached snapshot; each kept version has one (docs/cost.md). */
const SNAPSHOT_SECOND = 0.0000015046;

/** AWS also bills each start from a snapshot, which depends on the number of cold starts. */
function snapshotPrice({ function: { snapStart, memory, keepReleases } }: StageConfig): BilledSettings['optional'] {
  if (!snapStart) return [];
  const usd = () => ((keepReleases * memory) / 1_024) * HOURS * 3_600 * SNAPSHOT_SECOND;
  return [{ resource: 'snapshots', setting: 'function.snapStart', usd }];
}

/**
 * Reads the contract only if each operation has metrics of its own. Throws the error of `validate` if the contract is
 * invalid.
 */
export async function billedStage(config: StageConfig, root: string): Promise<BilledSettings> {
  const { architecture, memory, ephemeralStorage } = config.function;
  const tables = Object.values(config.tables).filter((table) => table.import === undefined);
  const operations = config.metrics ? (await loadContract(config.contract, root)).operations.length : 0;
  return {
    architecture,
    memory,
    ephemeralStorage,
    provisioned: config.provisionedConcurrency ? config.provisionedConcurrency.executions : 0,
    ...(config.cache && { cache: config.cache.size }),
    tables: tables.length,
    recovered: tables.filter(({ recovery }) => recovery).length,
    consumers: tables.filter(({ stream }) => stream).length,
    buckets: Object.keys(config.buckets).length,
    queues: Object.keys(config.queues).length,
    queueConsumers: Object.values(config.queues).filter(({ consumer }) => consumer).length,
    eventBuses: Object.keys(config.eventBuses).length,
    eventConsumers: Object.keys(config.eventRules).length,
    messageCalls: messagePrice(config.queues),
    alarms: Object.values(stageWatches(config)).flatMap(({ metrics }) => metrics).length,
    metrics: operations * METRICS_OF_A_METHOD + accessLogFilters(config).length,
    retention: config.logs.retentionDays,
    tracing: config.tracing,
    optional: [...optionalPrices(config), ...queuePrices(config.queues), ...snapshotPrice(config)],
  };
}
