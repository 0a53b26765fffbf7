/**
 * The resources that a table or a queue leaves behind when apikit.yaml asks for less: indexes, and consumers. The table
 * itself shows them, because it remembers its last stream, and so does a tag of the queue. Those that never had a
 * consumer cost no call. An imported queue shows nothing, because apikit does not change it, but the environment of the
 * function names it, and then a listing tells which consumers there are. Pure.
 */

import type { FormerOwner } from '../../aws/kinds/former.ts';
import { formerResource } from '../../aws/kinds/registry.ts';
import { functionEnvironment } from '../../aws/kinds/table/definition.ts';
import { formerIndexes } from '../../aws/kinds/table/table-diff.ts';
import { footprintBefore, namesBefore } from '../../aws/releases/footprint-before.ts';
import type { StageConfig } from '../../config/config.ts';
import { consumersOf } from '../../config/consumers.ts';
import { ownTableName } from '../../config/physical-table.ts';
import type { QueueConfig } from '../../config/queues.ts';
import type { Observed, Resource } from '../../engine/resource.ts';
import {
  baseName,
  consumerLogGroup,
  consumerName,
  consumerRoleName,
  eventConsumer,
  integrationRoleName,
  isStandIn,
  queueConsumer,
  queueVariable,
  stateMachineRoleName,
  stepFunction,
  streamConsumer,
  topicConsumer,
} from '../../naming/names.ts';
import { stageTags } from '../../naming/tags.ts';
import type { FoundResource } from '../found-resources.ts';

/** The resources that may be left of the consumers of these tables and queues, wanted or former. */
export function formerConsumers(config: StageConfig, found: readonly FoundResource[]): Resource[] {
  const former = found.flatMap(({ resource: { kind, name }, observed: { owned, attributes } }) => {
    if (kind === 'table' && owned && attributes.lastStreamArn !== undefined) return consumerOf(config, name);
    if (kind !== 'queue' || !owned) return [];
    return [...(attributes.consumed ? consumerOfQueue(config, name) : []), ...formerIntegrations(config)];
  });
  return distinct(former);
}

/** The resources that may be left of former tables and queues with these names in AWS. */
export function consumersOfFormer(config: StageConfig, former: readonly Resource[]): Resource[] {
  const names = new Set(former.flatMap(({ kind, name }) => (kind === 'queue' ? [ownQueue(config, name)] : [])));
  const left = former.flatMap(({ kind, name }) => {
    if (kind === 'table') return consumerOf(config, name);
    if (kind !== 'queue') return [];
    return [...(isDeadLetter(name) ? [] : consumerOfQueue(config, name)), ...formerIntegrations(config)];
  });
  return distinct(left);

  /** A stage cannot have a queue `orders` and a queue of its own that is called `orders-dead` (`check-queues.ts`). */
  function isDeadLetter(name: string): boolean {
    const [, main] = /^(.*)-dead$/.exec(ownQueue(config, name) ?? '') ?? [];
    return main !== undefined && (names.has(main) || isOwn(config.queues[main]));
  }
}

const isOwn = (queue: QueueConfig | undefined): boolean => queue !== undefined && queue.import === undefined;

/**
 * Whether the live function knows a queue of somebody else that apikit.yaml does not consume. A variable of the user
 * may begin in the same way, and so may the name of somebody else's queue.
 */
export function knowsImports(config: StageConfig, observed: ReadonlyMap<string, Observed>): boolean {
  const consumed = Object.keys(config.queues).filter((queue) => config.queues[queue]?.consumer);
  const known = new Set([...consumed.map(queueVariable), ...Object.keys(config.function.environment)]);
  return Object.entries(functionEnvironment(observed)).some(([variable, name]) => {
    if (!variable.startsWith('QUEUE_') || known.has(variable)) return false;
    const own = ownQueue(config, name);
    return own === undefined || queueVariable(own) !== variable;
  });
}

/** The name in apikit.yaml of a queue with this name in AWS; `undefined` if the stage cannot have created it. */
function ownQueue(config: StageConfig, name: string): string | undefined {
  const prefix = `${baseName(config)}-`;
  return name.startsWith(prefix) ? name.slice(prefix.length).replace(/\.fifo$/, '') : undefined;
}

/**
 * The resources that the stage created for imported queues. `names` has the functions with a mapping; those that
 * apikit.yaml asks for stay.
 */
export function formerOfImports(config: StageConfig, names: readonly string[]): Resource[] {
  const owner = { ...config, tags: stageTags(config) };
  const wanted = consumersOf(config).map(({ id }) => consumerName(config, id));
  const former = names.filter((name) => !wanted.includes(name));
  return [
    ...former.flatMap((name) => formerConsumer(name.slice(baseName(config).length + 1), owner)),
    ...formerIntegrations(config),
  ];
}

/** The resources that may be left of what releases of the stage had for their operations to start. */
export function formerSteps(config: StageConfig, observed: ReadonlyMap<string, Observed>): Resource[] {
  const owner = { ...config, tags: stageTags(config) };
  const before = footprintBefore(observed);
  const wanted = consumersOf(config).map(({ id }) => id);
  const functions = before.flatMap(({ what, name, part }) => {
    if (what === 'rule') return [eventConsumer(name)];
    if (part === undefined) return [];
    return [what === 'topic' ? topicConsumer(name) : stepFunction(name, part)];
  });
  const machines = namesBefore(observed, 'machine').filter((name) => !config.stateMachines[name]);
  return [
    ...functions.filter((id) => !wanted.includes(id)).flatMap((id) => formerFunction(id, owner)),
    ...machines.map((name) => ({
      ...formerResource('role', stateMachineRoleName(config, name), owner),
      id: `role/${name}-machine`,
    })),
    ...(before.length > 0 ? formerIntegrations(config) : []),
  ];
}

export const distinct = (resources: readonly Resource[]): Resource[] => [
  ...new Map(resources.map((resource) => [resource.id, resource])).values(),
];

/** The role of API Gateway, if apikit.yaml has nothing any more that operations send to or start. */
function formerIntegrations(config: StageConfig): Resource[] {
  const { queues, stateMachines, topics, eventBuses } = config;
  if ([queues, stateMachines, topics, eventBuses].some((section) => Object.keys(section).length > 0)) return [];
  const owner = { ...config, tags: stageTags(config) };
  return [{ ...formerResource('role', integrationRoleName(config), owner), id: 'role/integrations' }];
}

/** The same for a queue with this name in AWS. Empty if apikit.yaml still asks for the consumer. */
function consumerOfQueue(config: StageConfig, name: string): Resource[] {
  const queue = ownQueue(config, name);
  if (queue === undefined || config.queues[queue]?.consumer) return [];
  return formerConsumer(queueConsumer(queue), { ...config, tags: stageTags(config) });
}

/**
 * The resources that may be left of the stream of a table with this name in AWS. Empty if apikit.yaml still asks for
 * the stream.
 */
function consumerOf(config: StageConfig, name: string): Resource[] {
  const prefix = `${baseName(config)}-`;
  const known = Object.keys(config.tables).find(
    (one) => isStandIn(config, one, name) || ownTableName(config, one) === name,
  );
  const table = known ?? (name.startsWith(prefix) ? name.slice(prefix.length) : undefined);
  if (table === undefined || config.tables[table]?.stream) return [];
  return formerConsumer(streamConsumer(table), { ...config, tags: stageTags(config) });
}

/** Indexes of wanted tables that apikit.yaml no longer has. */
export function indexesLeftOver(
  desired: readonly Resource[],
  observed: ReadonlyMap<string, Observed>,
): FoundResource[] {
  return desired.flatMap((table) => {
    const found = observed.get(table.id);
    if (table.kind !== 'table' || !found?.owned) return [];
    return formerIndexes(table.properties, found.properties).map((index): FoundResource => {
      const id = `table-index/${table.id.slice(table.id.indexOf('/') + 1)}.${index}`;
      const arn = `${String(found.attributes.arn)}/index/${index}`;
      return {
        resource: { id, kind: 'table-index', name: `${table.name}/index/${index}`, properties: {} },
        observed: {
          attributes: { arn, name: index, table: table.name },
          properties: {},
          owned: true,
          consequence: `queries on the index ${index} fail; no item is lost`,
        },
      };
    });
  });
}

/** A function with its role and its log group, in the order of removal. */
function formerFunction(id: string, owner: FormerOwner): Resource[] {
  const name = consumerName(owner, id);
  const { tags } = owner;
  const after = [`role/${id}`, `log-group/${id}`];
  return [
    { ...formerResource('role', consumerRoleName(owner, id), owner), id: `role/${id}` },
    { ...formerResource('log-group', consumerLogGroup(owner, id), owner), id: `log-group/${id}` },
    { id: `consumer/${id}`, kind: 'consumer', name, properties: { tags }, after },
  ];
}

/** Everything that connected a source to the consumer with this ID, in the order of removal. */
function formerConsumer(id: string, owner: FormerOwner): Resource[] {
  const name = consumerName(owner, id);
  return [
    ...formerFunction(id, owner),
    { id: `event-source/${id}`, kind: 'event-source', name, properties: {}, after: [`consumer/${id}`] },
  ];
}
