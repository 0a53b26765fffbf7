/** How a DynamoDB table leaves. */
import type { TableIndex } from '../../dynamodb/table-keys.ts';
import type { TableProperties, TableShape } from '../../kinds/table/shape.ts';
import { STREAM_ON, tableInput } from '../../kinds/table/table-settings.ts';
import { block, type Leaving, type LeavingStage, type LeftBehind, type Live } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const table: Leaving<TableShape> = {
  cloudFormation(live, stage) {
    if (isAdopted(live, stage)) return [adopted(live)];
    const {
      resource: { id, name, properties },
      attributes,
    } = live;
    const { SSESpecification: _, StreamSpecification, ...input } = tableInput(name, properties);
    const { pointInTimeRecovery, timeToLive, encryption, kmsKey } = properties;
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::DynamoDB::Table',
        properties: {
          ...input,
          ...(StreamSpecification && { StreamSpecification: { StreamViewType: StreamSpecification.StreamViewType } }),
          ...(encryption && {
            SSESpecification: {
              SSEEnabled: true,
              ...(kmsKey !== undefined && { SSEType: 'KMS', KMSMasterKeyId: kmsKey }),
            },
          }),
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: pointInTimeRecovery },
          ...(timeToLive && { TimeToLiveSpecification: { AttributeName: timeToLive, Enabled: true } }),
        },
        identifier: { TableName: name },
        values: { Arn: attributes.arn, StreamArn: attributes.streamArn },
      },
    ];
  },

  terraform(live, stage) {
    if (isAdopted(live, stage)) return [adopted(live)];
    const {
      resource: { id, name, properties },
      attributes,
    } = live;
    const { pointInTimeRecovery, deletionProtection, encryption, kmsKey, timeToLive, stream, tags } = properties;
    const { AttributeDefinitions = [] } = tableInput(name, properties);
    return [
      {
        type: 'aws_dynamodb_table',
        name: terraformName(id),
        body: {
          name,
          billing_mode: 'PAY_PER_REQUEST',
          ...keysOf(properties),
          attribute: block(
            ...AttributeDefinitions.map(({ AttributeName, AttributeType }) => ({
              name: AttributeName,
              type: AttributeType,
            })),
          ),
          global_secondary_index: block(
            ...Object.entries(properties.indexes ?? {}).map(([indexName, index]) => ({
              name: indexName,
              ...keysOf(index),
              ...projectionOf(index),
            })),
          ),
          deletion_protection_enabled: deletionProtection,
          point_in_time_recovery: block({ enabled: pointInTimeRecovery }),
          ...(encryption && {
            server_side_encryption: block({ enabled: true, ...(kmsKey !== undefined && { kms_key_arn: kmsKey }) }),
          }),
          ...(timeToLive && { ttl: block({ attribute_name: timeToLive, enabled: true }) }),
          ...(stream && { stream_enabled: true, stream_view_type: STREAM_ON.StreamViewType }),
          tags,
        },
        importId: name,
        holdsData: true,
        values: { arn: attributes.arn, stream_arn: attributes.streamArn },
      },
    ];
  },
};

const isAdopted = ({ resource }: Live<TableShape>, { adoptedTables }: LeavingStage): boolean =>
  adoptedTables.has(resource.name);

const adopted = ({ resource: { id, name } }: Live<TableShape>): LeftBehind => ({
  what: `${id} (${name})`,
  why: 'apikit did not create the table, and does not know its capacity or its local indexes. A template without them would change the table.',
  instead: 'It stays, and the template names it. Import it by hand with all its settings.',
});

const keysOf = ({ partitionKey, sortKey }: Pick<TableProperties, 'partitionKey' | 'sortKey'>) => ({
  hash_key: partitionKey.name,
  ...(sortKey && { range_key: sortKey.name }),
});

function projectionOf({ projection }: TableIndex) {
  if (Array.isArray(projection)) return { projection_type: 'INCLUDE', non_key_attributes: projection };
  return { projection_type: projection === 'keys' ? 'KEYS_ONLY' : 'ALL' };
}
