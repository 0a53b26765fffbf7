/** A table's settings, between apikit's words and DynamoDB's. Pure. */
import type { CreateTableCommandInput, KeySchemaElement, TableDescription } from '@aws-sdk/client-dynamodb';
import type { Resource } from '../engine/resource.ts';
import type { TableProperties } from '../stack/properties.ts';
import { toTagList } from './ownership.ts';

/** Everything that can be said at creation; recovery is a call of its own once the table is active (aws-facts §9). */
export function tableInput({ name, properties }: Resource): CreateTableCommandInput {
  const { partitionKey, sortKey, deletionProtection, encryption, tags } = properties as unknown as TableProperties;
  const keys = sortKey ? [partitionKey, sortKey] : [partitionKey];
  return {
    TableName: name,
    AttributeDefinitions: keys.map((key) => ({ AttributeName: key.name, AttributeType: key.type })),
    KeySchema: keys.map(
      (key, i): KeySchemaElement => ({ AttributeName: key.name, KeyType: i === 0 ? 'HASH' : 'RANGE' }),
    ),
    BillingMode: 'PAY_PER_REQUEST',
    DeletionProtectionEnabled: deletionProtection,
    ...(encryption && { SSESpecification: { Enabled: true } }),
    Tags: toTagList(tags),
  };
}

/** What DescribeTable tells; recovery and tags are calls of their own. */
export function describedTable(table: TableDescription): Omit<TableProperties, 'pointInTimeRecovery' | 'tags'> {
  const sortKey = keyOf(table, 'RANGE');
  return {
    partitionKey: keyOf(table, 'HASH') ?? { name: '', type: 'S' },
    ...(sortKey && { sortKey }),
    deletionProtection: table.DeletionProtectionEnabled ?? false,
    // Absent means DynamoDB's own key, which is not what `encryption` asks for.
    encryption: ['ENABLED', 'ENABLING', 'UPDATING'].includes(table.SSEDescription?.Status ?? ''),
  };
}

function keyOf(table: TableDescription, type: 'HASH' | 'RANGE'): TableProperties['partitionKey'] | undefined {
  const name = table.KeySchema?.find(({ KeyType }) => KeyType === type)?.AttributeName;
  if (name === undefined) return undefined;
  const definition = table.AttributeDefinitions?.find(({ AttributeName }) => AttributeName === name);
  return { name, type: (definition?.AttributeType ?? 'S') as 'S' | 'N' | 'B' };
}
