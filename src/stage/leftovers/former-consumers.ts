/**
 * The resources that a table leaves behind when apikit.yaml asks for less: indexes, and the consumer of its stream. The
 * table itself shows both, because it remembers its last stream. A table that never had a stream costs no call. Pure.
 */

import type { FormerOwner } from '../../aws/kinds/former.ts';
import { formerResource } from '../../aws/kinds/registry.ts';
import { formerIndexes } from '../../aws/kinds/table/table-diff.ts';
import type { StageConfig } from '../../config/config.ts';
import type { Observed, Resource } from '../../engine/resource.ts';
import { baseName, consumerLogGroup, consumerName, consumerRoleName, isStandIn } from '../../naming/names.ts';
import { stageTags } from '../../naming/tags.ts';
import type { FoundResource } from '../found-resources.ts';

/** The resources that may be left of the streams of these tables, wanted or former. */
export function formerConsumers(config: StageConfig, tables: readonly FoundResource[]): Resource[] {
  return tables.flatMap(({ resource: { kind, name }, observed }) => {
    const hadStream = kind === 'table' && observed.owned && observed.attributes.lastStreamArn !== undefined;
    return hadStream ? consumerOf(config, name) : [];
  });
}

/**
 * The resources that may be left of the stream of a table with this name in AWS. Empty if apikit.yaml still asks for
 * the stream.
 */
export function consumerOf(config: StageConfig, name: string): Resource[] {
  const prefix = `${baseName(config)}-`;
  const named = name.slice(prefix.length);
  const table = Object.keys(config.tables).find((one) => isStandIn(config, one, name)) ?? named;
  if (config.tables[table]?.stream || !name.startsWith(prefix)) return [];
  return formerConsumer(table, { ...config, tags: stageTags(config) });
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

/** Everything that connected a table's stream to its consumer, in the order of removal. */
function formerConsumer(table: string, owner: FormerOwner): Resource[] {
  const id = `${table}-stream`;
  const name = consumerName(owner, table);
  const { tags } = owner;
  const after = [`role/${id}`, `log-group/${id}`];
  return [
    { ...formerResource('role', consumerRoleName(owner, table), owner), id: `role/${id}` },
    { ...formerResource('log-group', consumerLogGroup(owner, table), owner), id: `log-group/${id}` },
    { id: `consumer/${id}`, kind: 'consumer', name, properties: { tags }, after },
    { id: `event-source/${id}`, kind: 'event-source', name, properties: {}, after: [`consumer/${id}`] },
  ];
}
