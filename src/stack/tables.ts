/**
 * The tables of a stage: those that apikit creates, with their indexes, and existing ones that the stage imports. Pure.
 */

import type { KeyProperties, TableIndex } from '../aws/dynamodb/table-keys.ts';
import type { ImportedTableProperties, ImportedTableShape } from '../aws/kinds/imported-table/shape.ts';
import type { TableProperties } from '../aws/kinds/table/shape.ts';
import type { IndexConfig, StageConfig, TableConfig } from '../config/config.ts';
import { physicalTable } from '../config/physical-table.ts';
import type { Resource } from '../engine/resource.ts';
import type { Tags } from '../naming/tags.ts';
import { TABLE_TAG } from '../naming/tags.ts';
import type { StageResource } from './ids.ts';

const KEY_TYPES = { string: 'S', number: 'N', binary: 'B' } as const;

type TableId = `table/${string}`;
/** A table that other resources may refer to, or an imported one. */
type TableResource = StageResource<TableId> | Resource<ImportedTableShape>;

export function tableResources(config: StageConfig, tags: Tags): TableResource[] {
  return Object.keys(config.tables).map((name) => tableResource(config, name, tags));
}

/** `name` is a table in apikit.yaml. */
export function tableResource(config: StageConfig, name: string, tags: Tags): TableResource {
  const table = config.tables[name]!;
  return table.import === undefined ? ownTable(config, name, table, tags) : importedTable(name, table.import, table);
}

/** Restored tables that serve in place of a stage's own tables: names in AWS, by table name in apikit.yaml. */
export type StandIns = Readonly<Record<string, string>>;

export function withStandIns(config: StageConfig, standIns: StandIns): StageConfig {
  if (Object.keys(standIns).length === 0) return config;
  const tables = Object.entries(config.tables).map(([name, table]) => {
    const standIn = standIns[name];
    return [name, standIn === undefined ? table : { ...table, standIn }] as const;
  });
  return { ...config, tables: Object.fromEntries(tables) };
}

/** The table under another name in AWS, with all settings of the stage. */
export function standInResource(config: StageConfig, table: string, standIn: string, tags: Tags): Resource {
  return tableResource(withStandIns(config, { [table]: standIn }), table, tags);
}

function ownTable(config: StageConfig, name: string, table: TableConfig, tags: Tags): StageResource<TableId> {
  const properties: TableProperties = {
    ...keysOf(table),
    pointInTimeRecovery: table.recovery,
    deletionProtection: table.deletionProtection,
    encryption: table.encryption,
    ...(table.kmsKey !== undefined && { kmsKey: table.kmsKey }),
    ...indexesOf(table),
    ...(table.ttl !== undefined && { timeToLive: table.ttl }),
    ...(table.stream && { stream: true }),
    tags: { ...tags, ...(table.standIn !== undefined && { [TABLE_TAG]: name }) },
  };
  return { id: `table/${name}`, kind: 'table', name: physicalTable(config, name), properties, keep: 'data' };
}

/**
 * An imported table is never changed or removed, and only the local cloud creates it. The keys and indexes are those
 * that the handler relies on.
 */
function importedTable(name: string, physical: string, table: TableConfig): Resource<ImportedTableShape> {
  const properties: ImportedTableProperties = {
    ...keysOf(table),
    ...indexesOf(table),
    ...(table.madeIfMissing && { madeIfMissing: true }),
  };
  return { id: `table/${name}`, kind: 'imported-table', name: physical, properties, keep: 'imported' };
}

function keysOf(keys: Pick<TableConfig, 'key' | 'keyType' | 'sortKey' | 'sortKeyType'>): KeyProperties {
  return {
    partitionKey: { name: keys.key, type: KEY_TYPES[keys.keyType] },
    ...(keys.sortKey !== undefined && { sortKey: { name: keys.sortKey, type: KEY_TYPES[keys.sortKeyType] } }),
  };
}

function indexesOf({ indexes }: TableConfig): { indexes?: Record<string, TableIndex> } {
  const all = Object.entries(indexes ?? {});
  if (all.length === 0) return {};
  return { indexes: Object.fromEntries(all.map(([name, index]) => [name, indexShape(index)])) };
}

function indexShape({ projection, ...keys }: IndexConfig): TableIndex {
  // DynamoDB returns the attributes in another order.
  return { ...keysOf(keys), projection: typeof projection === 'string' ? projection : [...projection].sort() };
}
