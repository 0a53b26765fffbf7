/** Converts a table's settings between apikit's form and DynamoDB's. Pure. */
import type {
  AttributeDefinition,
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
  SSESpecification,
  StreamSpecification,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { KeyProperties, TableIndex } from '../../dynamodb/table-keys.ts';
import { toTagList } from '../../ownership/ownership.ts';
import type { TableProperties } from './shape.ts';

export const STREAM_ON: StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' };

type CreatedTable = Omit<TableProperties, 'pointInTimeRecovery' | 'timeToLive'>;

/** All settings that the creation accepts. Recovery and time to live need other calls (docs/aws/dynamodb.md). */
export function tableInput(name: string, table: CreatedTable): CreateTableCommandInput {
  const indexes = Object.entries(table.indexes ?? {});
  return {
    TableName: name,
    ...keyInput(table),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map(([indexName, index]) => indexInput(indexName, index)),
    }),
    BillingMode: 'PAY_PER_REQUEST',
    DeletionProtectionEnabled: table.deletionProtection,
    ...(table.encryption && { SSESpecification: encryptionInput(table) }),
    ...(table.stream && { StreamSpecification: STREAM_ON }),
    Tags: toTagList(table.tags),
  };
}

/** The keys of the table, with the types of its indexes' keys. */
export function keyInput(
  table: KeyProperties & Pick<TableProperties, 'indexes'>,
): Required<Pick<CreateTableCommandInput, 'AttributeDefinitions' | 'KeySchema'>> {
  const AttributeDefinitions = definitionsOf([table, ...Object.values(table.indexes ?? {})]);
  return { AttributeDefinitions, KeySchema: keySchema(table) };
}

export function encryptionInput({
  encryption,
  kmsKey,
}: Pick<TableProperties, 'encryption' | 'kmsKey'>): SSESpecification {
  if (!encryption) return { Enabled: false };
  return { Enabled: true, ...(kmsKey !== undefined && { SSEType: 'KMS' as const, KMSMasterKeyId: kmsKey }) };
}

export function indexInput(IndexName: string, index: TableIndex): GlobalSecondaryIndex {
  const { projection } = index;
  return {
    IndexName,
    KeySchema: keySchema(index),
    Projection: Array.isArray(projection)
      ? { ProjectionType: 'INCLUDE', NonKeyAttributes: projection }
      : { ProjectionType: projection === 'keys' ? 'KEYS_ONLY' : 'ALL' },
  };
}

/** The definitions of all attributes that are keys, each once. */
export function definitionsOf(keys: readonly KeyProperties[]): AttributeDefinition[] {
  const types = new Map(keys.flatMap(bothKeys).map(({ name, type }) => [name, type]));
  return [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }));
}

const bothKeys = ({ partitionKey, sortKey }: KeyProperties) => (sortKey ? [partitionKey, sortKey] : [partitionKey]);

function keySchema(keys: KeyProperties): KeySchemaElement[] {
  return bothKeys(keys).map(({ name }, i) => ({ AttributeName: name, KeyType: i === 0 ? 'HASH' : 'RANGE' }));
}

/** The settings that DescribeTable returns. Recovery, tags and time to live need other calls. */
export function describedTable(
  table: TableDescription,
): Omit<TableProperties, 'pointInTimeRecovery' | 'tags' | 'timeToLive'> {
  const { KMSMasterKeyArn: kmsKey } = table.SSEDescription ?? {};
  return {
    ...keysOf(table, table.KeySchema),
    ...describedIndexes(table),
    deletionProtection: table.DeletionProtectionEnabled ?? false,
    // Absent means DynamoDB's own key, which is not what `encryption` asks for.
    encryption: ['ENABLED', 'ENABLING', 'UPDATING'].includes(table.SSEDescription?.Status ?? ''),
    ...(kmsKey !== undefined && { kmsKey }),
    ...(table.StreamSpecification?.StreamEnabled && { stream: true }),
  };
}

/**
 * Whether AWS bills the capacity of the table by the hour and not by the request. DynamoDB returns no mode for a table
 * that was never on demand.
 */
export const isProvisioned = ({ BillingModeSummary }: TableDescription): boolean =>
  BillingModeSummary?.BillingMode !== 'PAY_PER_REQUEST';

/** Indexes that are being deleted count as deleted. */
export function describedIndexes(table: TableDescription): { indexes?: Record<string, TableIndex> } {
  const indexes = (table.GlobalSecondaryIndexes ?? []).filter(({ IndexStatus }) => IndexStatus !== 'DELETING');
  if (indexes.length === 0) return {};
  return { indexes: Object.fromEntries(indexes.map((index) => [index.IndexName ?? '', describedIndex(table, index)])) };
}

function describedIndex(table: TableDescription, index: GlobalSecondaryIndexDescription): TableIndex {
  const { ProjectionType, NonKeyAttributes = [] } = index.Projection ?? {};
  const words = { ALL: 'all', KEYS_ONLY: 'keys', INCLUDE: [...NonKeyAttributes].sort() } as const;
  return { ...keysOf(table, index.KeySchema), projection: words[ProjectionType ?? 'ALL'] };
}

export function keysOf(table: TableDescription, schema: TableDescription['KeySchema']): KeyProperties {
  const sortKey = keyOf(table, schema, 'RANGE');
  return { partitionKey: keyOf(table, schema, 'HASH') ?? { name: '', type: 'S' }, ...(sortKey && { sortKey }) };
}

function keyOf(
  table: TableDescription,
  schema: TableDescription['KeySchema'],
  type: 'HASH' | 'RANGE',
): KeyProperties['partitionKey'] | undefined {
  const name = schema?.find(({ KeyType }) => KeyType === type)?.AttributeName;
  if (name === undefined) return undefined;
  const definition = table.AttributeDefinitions?.find(({ AttributeName }) => AttributeName === name);
  return { name, type: definition?.AttributeType ?? 'S' };
}
