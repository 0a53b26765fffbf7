/** A table of an engine: its description, as it is stored, and what follows from it for items. */
import type { Members } from '../members.ts';

export type KeyType = 'S' | 'N' | 'B';

export interface KeyAttribute {
  readonly name: string;
  readonly type: KeyType;
}

/** The partition key, and the sort key if there is one. */
export type Keys = readonly [KeyAttribute, KeyAttribute?];

export interface TableIndex {
  readonly name: string;
  readonly isGlobal: boolean;
  readonly keys: Keys;
  /** The names of the attributes that it contains; absent: all. */
  readonly projected?: readonly string[];
  /** The prefix of its entries in the database. */
  readonly prefix: string;
}

export interface Table {
  readonly name: string;
  readonly keys: Keys;
  /** Global before local indexes, each in the order of their creation. */
  readonly indexes: readonly TableIndex[];
  readonly prefix: string;
  readonly record: TableRecord;
}

export interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: string;
}

export interface IndexRecord extends Members {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly Projection: { readonly ProjectionType: string; readonly NonKeyAttributes?: readonly string[] };
  /** For global indexes. In the database, CREATING and DELETING mean that the work has to be finished. */
  readonly IndexStatus?: string;
}

/** The members of DynamoDB's TableDescription that the engine knows. */
export interface TableRecord extends Members {
  readonly TableName: string;
  readonly TableStatus: string;
  readonly TableArn: string;
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly KeySchema: readonly KeyElement[];
  readonly GlobalSecondaryIndexes?: readonly IndexRecord[];
  readonly LocalSecondaryIndexes?: readonly IndexRecord[];
}

export const TABLES = 'table~';
export const itemsPrefix = (table: string): string => `item-${table}~`;
export const indexPrefix = (isGlobal: boolean, table: string, index: string): string =>
  `index-${isGlobal ? 'global' : 'local'}~${table}~${index}~`;

/** An index that is being deleted is no longer written. */
export function tableOf(record: TableRecord): Table {
  const { TableName: name, GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = record;
  const keys = keysOf(record, record.KeySchema);
  const index = (isGlobal: boolean) => (one: IndexRecord) => indexOf(record, keys, one, isGlobal);
  return {
    name,
    keys,
    indexes: [
      ...GlobalSecondaryIndexes.filter(({ IndexStatus }) => IndexStatus !== 'DELETING').map(index(true)),
      ...LocalSecondaryIndexes.map(index(false)),
    ],
    prefix: itemsPrefix(name),
    record,
  };
}

function indexOf(table: TableRecord, tableKeys: Keys, index: IndexRecord, isGlobal: boolean): TableIndex {
  const { IndexName: name, KeySchema, Projection } = index;
  const keys = keysOf(table, KeySchema);
  const all = [...keys, ...tableKeys].map((key) => key!.name);
  return {
    name,
    isGlobal,
    keys,
    ...(Projection.ProjectionType !== 'ALL' && {
      projected: [...new Set([...all, ...(Projection.NonKeyAttributes ?? [])])],
    }),
    prefix: indexPrefix(isGlobal, table.TableName, name),
  };
}

function keysOf({ AttributeDefinitions }: TableRecord, schema: readonly KeyElement[]): Keys {
  return schema.map(({ AttributeName: name }) => {
    const type = AttributeDefinitions.find((one) => one.AttributeName === name)?.AttributeType;
    return { name, type };
  }) as unknown as Keys;
}

/** The names of the attributes of a start key: those of the index and of the table. */
export const startKeyNames = (table: Table, index: TableIndex | undefined): string[] => [
  ...new Set([...table.keys, ...(index?.keys ?? [])].map((key) => key!.name)),
];

/**
 * Returns the record after all changes of its indexes. Attributes that are no longer part of any key are no longer
 * defined, either.
 */
export function settledTable({ GlobalSecondaryIndexes: globals = [], ...table }: TableRecord): TableRecord {
  const left = globals
    .filter(({ IndexStatus }) => IndexStatus !== 'DELETING')
    .map(({ Backfilling: _, ...index }) => ({ ...index, IndexStatus: 'ACTIVE' }) as IndexRecord);
  const schemas = [
    table.KeySchema,
    ...[...left, ...(table.LocalSecondaryIndexes ?? [])].map(({ KeySchema }) => KeySchema),
  ];
  const used = new Set(schemas.flat().map(({ AttributeName }) => AttributeName));
  return {
    ...table,
    AttributeDefinitions: table.AttributeDefinitions.filter(({ AttributeName }) => used.has(AttributeName)),
    TableStatus: 'ACTIVE',
    ...(left.length > 0 && { GlobalSecondaryIndexes: left }),
  } as TableRecord;
}
