/** What AWS bills of a stage beside its traffic, as its configuration says. */
import type { StageConfig } from '../config/config.ts';
import { loadContract } from '../contract/load-contract.ts';
import { METRICS_OF_A_METHOD } from '../contract/stage-notices.ts';
import type { Billed } from '../cost/estimate.ts';
import { accessLogFilters } from '../stack/access-log-watches.ts';
import { alarmResources } from '../stack/alarms.ts';

/** The contract is read where each of its operations has metrics of its own. Throws what `validate` says of one that cannot be. */
export async function billedStage(config: StageConfig, root: string): Promise<Billed> {
  const { architecture, memory } = config.function;
  const tables = Object.values(config.tables).filter((table) => table.import === undefined);
  const operations = config.metrics ? (await loadContract(config.contract, root)).operations.length : 0;
  const alarms = alarmResources(config, {}).filter(({ kind }) => kind === 'alarm');
  return {
    architecture,
    memory,
    ...(config.cache && { cache: config.cache.size }),
    tables: tables.length,
    recovered: tables.filter(({ recovery }) => recovery).length,
    consumers: tables.filter(({ stream }) => stream).length,
    alarms: alarms.reduce(
      (sum, { properties }) => sum + (properties.metrics as readonly object[]).filter(isWatched).length,
      0,
    ),
    metrics: operations * METRICS_OF_A_METHOD + (config.alarms.enabled ? accessLogFilters(config).length : 0),
    retention: config.logs.retentionDays,
    tracing: config.tracing,
    dashboard: config.dashboard === true,
  };
}

/** An expression is made of metrics, and none itself. */
const isWatched = (metric: object): boolean => !('expression' in metric);
