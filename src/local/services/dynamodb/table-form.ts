/** Checks CreateTable and UpdateTable requests, as far as the engine does not check them. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { checkMembers } from '../../cloud/constraints.ts';
import type { Members } from './members.ts';
import type { Shape } from './request-shape.ts';
import { TAGS } from './tags.ts';

const KEYS: Shape = [{ AttributeName: 'string', KeyType: 'string' }];
const INDEX = {
  IndexName: 'string',
  KeySchema: KEYS,
  Projection: { ProjectionType: 'string', NonKeyAttributes: ['string'] },
  ProvisionedThroughput: {},
} as const;

export const TABLE: Shape = {
  TableName: 'string',
  AttributeDefinitions: [{ AttributeName: 'string', AttributeType: 'string' }],
  KeySchema: KEYS,
  GlobalSecondaryIndexes: [INDEX],
  LocalSecondaryIndexes: [INDEX],
  GlobalSecondaryIndexUpdates: [{ Create: INDEX, Update: INDEX, Delete: { IndexName: 'string' } }],
  Tags: TAGS,
  TableClass: 'string',
  DeletionProtectionEnabled: 'boolean',
  StreamSpecification: { StreamEnabled: 'boolean', StreamViewType: 'string' },
  SSESpecification: { Enabled: 'boolean', SSEType: 'string', KMSMasterKeyId: 'string' },
};

interface Index {
  readonly KeySchema?: readonly KeyElement[];
}

interface KeyElement {
  readonly AttributeName?: string;
  readonly KeyType?: string;
}

/**
 * Throws ValidationException for a name or a key schema that no table can have (dynamodb-conformance,
 * `createTable.test.ts`).
 */
export function checkTableForm({ TableName, KeySchema = [] }: Members): void {
  checkMembers('ValidationException', [
    ['tableName', TableName, { minLength: 3, maxLength: 255, pattern: '[a-zA-Z0-9_.-]+' }],
  ]);
  const elements = KeySchema as readonly KeyElement[];
  if (elements.length <= 2) return;
  const shown = elements.map(
    ({ AttributeName, KeyType }) => `KeySchemaElement(attributeName=${AttributeName}, keyType=${KeyType})`,
  );
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value '[${shown.join(', ')}]' at 'keySchema' failed to satisfy constraint: Member must have length less than or equal to 2`,
  );
}

/**
 * Throws NotImplementedException for an index with several hash or several range attributes. DynamoDB accepts this
 * (moto's `test_dynamodb_multi_attribute_gsi.py`, which is run on AWS), but the engine does not support it.
 */
export function refuseCompositeKeys(
  operation: string,
  { GlobalSecondaryIndexes = [], GlobalSecondaryIndexUpdates = [] }: Members,
): void {
  const updates = GlobalSecondaryIndexUpdates as readonly { readonly Create?: Index }[];
  const indexes = [...(GlobalSecondaryIndexes as readonly Index[]), ...updates.flatMap(({ Create }) => Create ?? [])];
  for (const { KeySchema = [] } of indexes) {
    const kinds = KeySchema.flatMap(({ KeyType }) => (KeyType === 'HASH' || KeyType === 'RANGE' ? [KeyType] : []));
    if (kinds[0] === 'HASH' && kinds.length > new Set(kinds).size) {
      throw notImplemented(`DynamoDB ${operation} with several HASH or RANGE attributes in the key of an index`);
    }
  }
}

/** Throws NotImplementedException for the one name that the engine does not support in a key or a projection. */
export function refuseHiddenNames(operation: string, input: Members): void {
  if (!JSON.stringify(input).includes('"__proto__')) return;
  throw notImplemented(`DynamoDB ${operation} with an attribute named __proto__ in a key or a projection`);
}
