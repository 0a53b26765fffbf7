/** The parts of a stage's configuration that become names of its resources. Pure. */
import type { NamedParts } from '../naming/names.ts';
import type { StageConfig } from './config.ts';
import { consumersOf } from './consumers.ts';
import { layerFolders, namesFile } from './layer-versions.ts';
import { leavesProject } from './leaves-project.ts';
import { TRUST_STORE_BUCKET, trustStoreFile } from './mutual-tls.ts';
import { tableAlarms } from './table-alarms.ts';

const isNamedFolder = ({ folder }: { readonly folder: string }): boolean =>
  !leavesProject(folder) && !namesFile(folder);

export function namedParts(config: StageConfig): NamedParts {
  const { tables, queues, stateMachines, topics, eventBuses, eventRules, usagePlans, userPools, buckets } = config;
  const names = Object.keys(tables);
  return {
    tables: names.filter((table) => tables[table]!.import === undefined),
    queues: Object.entries(queues)
      .filter(([, { import: imported }]) => imported === undefined)
      .map(([queue, { fifo }]) => ({ queue, fifo })),
    machines: Object.keys(stateMachines).filter((name) => stateMachines[name]!.import === undefined),
    topics: Object.keys(topics).filter((name) => topics[name]!.import === undefined),
    eventBuses: Object.keys(eventBuses).filter((name) => eventBuses[name]!.import === undefined),
    eventRules: Object.keys(eventRules),
    consumers: consumersOf(config).map(({ id, setting }) => ({ id, setting })),
    // The check of `function.layers` reports the others.
    layers: [
      ...new Set(
        layerFolders(config)
          .filter(isNamedFolder)
          .map(({ name }) => name),
      ),
    ],
    plans: Object.keys(usagePlans),
    pools: Object.keys(userPools),
    buckets: [...Object.keys(buckets), ...(trustStoreFile(config.domain) === undefined ? [] : [TRUST_STORE_BUCKET])],
    tableAlarms: tableAlarms(config),
  };
}
