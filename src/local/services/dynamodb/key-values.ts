/** DynamoDB's limits for key attributes of a table and its secondary indexes: not empty, and not too long. */
import type { Members } from './members.ts';

export interface KeyElement {
  readonly AttributeName: string;
}

export interface KeyedIndex {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
}

export interface KeyedTable {
  readonly KeySchema: readonly KeyElement[];
  readonly AttributeDefinitions: readonly (KeyElement & { readonly AttributeType: string })[];
  readonly GlobalSecondaryIndexes?: readonly KeyedIndex[];
  readonly LocalSecondaryIndexes?: readonly KeyedIndex[];
}

type Item = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** Service, account, and table quotas: 2,048 bytes for a partition key, 1,024 bytes for a sort key. */
const MAX_BYTES = { hash: 2048, range: 1024 } as const;
// The missing space is in DynamoDB's own text (dynalite's tests, which ran against it, have both sentences).
const TOO_LONG = {
  hash: 'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
  range:
    'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
} as const;

type KeyType = keyof typeof MAX_BYTES;
const keyTypeOf = (position: number): KeyType => (position === 0 ? 'hash' : 'range');

/**
 * Returns the error for an empty key value, if no part before it is missing. The text, and the fact that it cancels no
 * transaction, come from moto's `test_transaction_with_empty_key`, which is run on AWS.
 */
export function emptyKeyFault(key: Members, { KeySchema, AttributeDefinitions }: KeyedTable): string | undefined {
  for (const { AttributeName } of KeySchema) {
    const value = keyValue(key as Item, AttributeName, AttributeDefinitions);
    if (value === undefined) return undefined;
    if (isEmpty(value)) {
      return `One or more parameter values are not valid. ${cannotContain(value)} Key: ${AttributeName}`;
    }
  }
  return undefined;
}

/** Returns the error of a table key. The engine itself reports a part that is missing, empty or of another type. */
export function tableKeyFault(key: Members, { KeySchema, AttributeDefinitions }: KeyedTable): string | undefined {
  for (const [position, { AttributeName }] of KeySchema.entries()) {
    const value = keyValue(key as Item, AttributeName, AttributeDefinitions);
    if (value !== undefined && isTooLong(value, keyTypeOf(position))) return TOO_LONG[keyTypeOf(position)];
  }
  return undefined;
}

/**
 * Returns the error of a whole item's values for the index keys of its table. The texts for empty values are DynamoDB's
 * in four regions (dynamodb-conformance, `indexKeyValues.test.ts`), which name the first index in alphabetical order.
 */
export function indexKeyFault(item: Members, table: KeyedTable): string | undefined {
  for (const { IndexName, AttributeName, value, keyType } of indexKeys(item, table)) {
    if (isEmpty(value)) {
      return `One or more parameter values are not valid. A value specified for a secondary index key is not supported. ${cannotContain(value)} IndexName: ${IndexName}, IndexKey: ${AttributeName}`;
    }
    if (isTooLong(value, keyType)) return TOO_LONG[keyType];
  }
  return undefined;
}

/**
 * Returns the same error for an updated item. Unchanged values are not checked, because the item may be older than the
 * index. The texts: dynamodb-conformance, `transactIndexKeys.test.ts`; API Reference, TransactWriteItems, "Validation
 * Error".
 */
export function updatedIndexKeyFault(
  before: Members | undefined,
  after: Members,
  table: KeyedTable,
): string | undefined {
  for (const { AttributeName, value, keyType } of indexKeys(after, table)) {
    const former = before && keyValue(before as Item, AttributeName, table.AttributeDefinitions);
    if (former?.text === value.text) continue;
    if (isEmpty(value)) {
      return `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. ${cannotContain(value)}`;
    }
    if (isTooLong(value, keyType)) {
      return 'The update expression attempted to update the secondary index key beyond allowed size limits';
    }
  }
  return undefined;
}

/**
 * Whether an item is in an index. When an index is filled, items are skipped if a key is missing or its value is
 * invalid for a key.
 */
export function isIndexed(item: Members, index: KeyedIndex, table: KeyedTable): boolean {
  return index.KeySchema.every(({ AttributeName }, position) => {
    const value = keyValue(item as Item, AttributeName, table.AttributeDefinitions);
    return value !== undefined && !isEmpty(value) && !isTooLong(value, keyTypeOf(position));
  });
}

interface KeyValue {
  readonly type: string;
  readonly text: string;
}

/** Returns `undefined` if the attribute does not exist or its type differs from its definition. */
function keyValue(item: Item, name: string, definitions: KeyedTable['AttributeDefinitions']): KeyValue | undefined {
  const type = definitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType ?? '';
  const text = item[name]?.[type];
  return typeof text === 'string' ? { type, text } : undefined;
}

function* indexKeys(item: Members, table: KeyedTable) {
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  if (indexes.length > 1) indexes.sort((one, other) => (one.IndexName < other.IndexName ? -1 : 1));
  for (const { IndexName, KeySchema } of indexes) {
    for (const [position, { AttributeName }] of KeySchema.entries()) {
      const value = keyValue(item as Item, AttributeName, table.AttributeDefinitions);
      if (value) yield { IndexName, AttributeName, value, keyType: keyTypeOf(position) };
    }
  }
}

const isEmpty = ({ text }: KeyValue): boolean => text === '';

function isTooLong({ type, text }: KeyValue, keyType: KeyType): boolean {
  if (type === 'N' || text.length <= MAX_BYTES[keyType] / 4) return false;
  return Buffer.byteLength(text, type === 'B' ? 'base64' : 'utf8') > MAX_BYTES[keyType];
}

const cannotContain = ({ type }: KeyValue): string =>
  `The AttributeValue for a key attribute cannot contain an empty ${type === 'B' ? 'binary' : 'string'} value.`;
