/** Checks CreateTable and UpdateTable requests, as far as the engine does not check them. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { checkMembers, type Member } from '../../cloud/constraints.ts';
import type { Members } from './members.ts';

interface Index {
  readonly KeySchema?: readonly KeyElement[];
}

interface KeyElement {
  readonly AttributeName?: string;
  readonly KeyType?: string;
}

const TABLE_NAME = { minLength: 3, maxLength: 255, pattern: '[a-zA-Z0-9_.-]+' } as const;

/** Throws ValidationException. The model says only what a name and an ARN have in common. */
export function checkTableName({ TableName }: Members): void {
  checkMembers('ValidationException', [['tableName', TableName, TABLE_NAME]]);
}

/** The same for the operations on tables, which have a text of their own for a missing name. */
export function requireTableName(input: Members): void {
  if (input.TableName === undefined) {
    throw invalid("The parameter 'TableName' is required but was not present in the request");
  }
  checkTableName(input);
}

/**
 * Throws ValidationException for members that are missing, and for key schemas that no table can have
 * (dynamodb-conformance, `createTable.test.ts`).
 */
export function checkTableForm(input: Members): void {
  const { AttributeDefinitions, KeySchema } = input;
  checkMembers('ValidationException', [
    ['attributeDefinitions', AttributeDefinitions, { required: true }],
    ['keySchema', KeySchema, { required: true, minLength: 1 }],
    ...(['LocalSecondaryIndexes', 'GlobalSecondaryIndexes'] as const).flatMap((member) =>
      ((input[member] ?? []) as readonly Index[]).map((index, at): Member => {
        const path = `${member[0]!.toLowerCase()}${member.slice(1)}.${at + 1}.member.keySchema`;
        return [path, index.KeySchema, { minLength: 1 }];
      }),
    ),
  ]);
  const elements = KeySchema as readonly KeyElement[];
  if (elements.length <= 2) return;
  const shown = elements.map(
    ({ AttributeName, KeyType }) => `KeySchemaElement(attributeName=${AttributeName}, keyType=${KeyType})`,
  );
  throw invalid(
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

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
