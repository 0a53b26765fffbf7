/** DynamoDB's rules for the key attributes of items: present, of the defined type, not empty and not too long. */
import { AwsError } from '../../../cloud/aws-error.ts';
import { type AttributeValue, attributeOf, type Item, typeOf } from '../items/attribute-value.ts';
import type { DocumentPath } from '../items/document-path.ts';
import type { KeyAttribute, Keys, KeyType, Table, TableIndex } from './table.ts';

/** Service, account, and table quotas: 2,048 bytes for a partition key, 1,024 bytes for a sort key. */
const MAX_BYTES = [2048, 1024] as const;
// The missing space is in DynamoDB's own text (dynalite's tests, which ran against it, have both sentences).
const TOO_LONG = [
  'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
  'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
] as const;

const NO_MATCH = 'The provided key element does not match the schema';

/** Throws ValidationException for a key that is not a key of the table. */
export function checkKey(key: Item, { keys }: Pick<Table, 'keys'>): void {
  refuseEmptyKey(key, keys);
  if (Object.keys(key).length !== keys.length) throw invalid(NO_MATCH);
  for (const { name, type } of eachOf(keys)) {
    if (attributeOf(key, name)?.[type] === undefined) throw invalid(NO_MATCH);
  }
  refuseLongKey(key, keys);
}

/** Throws ValidationException for an item without a valid key, or with a value that is not valid in an index. */
export function checkKeysOfItem(item: Item, table: Table): void {
  for (const { name, type } of eachOf(table.keys)) {
    const value = attributeOf(item, name);
    if (!value) throw invalid(`One or more parameter values were invalid: Missing the key ${name} in the item`);
    if (value[type] === undefined) {
      const types = `expected: ${type} actual: ${typeOf(value)}`;
      throw invalid(`One or more parameter values were invalid: Type mismatch for key ${name} ${types}`);
    }
  }
  refuseEmptyKey(item, table.keys);
  refuseLongKey(item, table.keys);
  for (const { index, key } of indexKeys(table.indexes)) {
    const value = attributeOf(item, key.name);
    if (value && value[key.type] === undefined) throw wrongIndexType(key, typeOf(value), index);
  }
  for (const { index, key, position } of indexKeys(inAlphabeticalOrder(table.indexes))) {
    const value = attributeOf(item, key.name);
    if (!value) continue;
    // The texts for empty values are DynamoDB's in four regions (dynamodb-conformance, `indexKeyValues.test.ts`), which
    // name the first index in alphabetical order.
    if (isEmpty(value, key.type)) {
      throw invalid(
        `One or more parameter values are not valid. A value specified for a secondary index key is not supported. ${cannotContain(key.type)} IndexName: ${index.name}, IndexKey: ${key.name}`,
      );
    }
    if (isTooLong(value, key.type, position)) throw invalid(TOO_LONG[position]);
  }
}

/**
 * Throws ValidationException for an updated item with a value that is not valid in an index. Unchanged values are not
 * checked, because the item may be older than the index. The texts: dynamodb-conformance, `transactIndexKeys.test.ts`;
 * API Reference, TransactWriteItems, "Validation Error".
 */
export function checkIndexKeysOfUpdate(before: Item | undefined, after: Item, { indexes }: Table): void {
  for (const { key, position } of indexKeys(indexes)) {
    const value = attributeOf(after, key.name);
    const former = before && attributeOf(before, key.name);
    if (!value || (former && former[key.type] === value[key.type] && typeOf(former) === typeOf(value))) continue;
    if (value[key.type] === undefined) {
      throw invalid('The update expression attempted to update the secondary index key to unsupported type');
    }
    if (isEmpty(value, key.type)) {
      throw invalid(
        `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. ${cannotContain(key.type)}`,
      );
    }
    if (isTooLong(value, key.type, position)) {
      throw invalid('The update expression attempted to update the secondary index key beyond allowed size limits');
    }
  }
}

/** Whether an index contains an item: not if a key is missing, or not valid in an item that is older than the index. */
export function isIndexed(item: Item, { keys }: TableIndex): boolean {
  return eachOf(keys).every(({ name, type }, position) => {
    const value = attributeOf(item, name);
    return value?.[type] !== undefined && !isEmpty(value, type) && !isTooLong(value, type, position as 0 | 1);
  });
}

/** Throws ValidationException for a path into a key attribute. */
export function refuseKeyPaths(paths: readonly DocumentPath[] | undefined, table: Table): void {
  const heads = new Set(paths?.filter((path) => path.length > 1).map(([name]) => name));
  if (heads.size === 0) return;
  const rule = "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed";
  for (const { name } of eachOf(table.keys)) if (heads.has(name)) throw invalid(`${rule}: Key: ${name}`);
  for (const { key } of indexKeys(table.indexes)) {
    if (heads.has(key.name)) throw invalid(`${rule}: IndexKey: ${key.name}`);
  }
}

/** Throws ValidationException for a request that gives index keys another type; `typeOfName` returns the new types. */
export function refuseIndexTypes(typeOfName: (name: string) => string | undefined, { indexes }: Table): void {
  for (const { index, key } of indexKeys(indexes)) {
    const type = typeOfName(key.name);
    if (type !== undefined && type !== key.type) throw wrongIndexType(key, type, index);
  }
}

/**
 * The text of an empty key value, and the fact that it cancels no transaction, come from moto's
 * `test_transaction_with_empty_key`, which is run on AWS. A part after a missing one is not checked.
 */
function refuseEmptyKey(item: Item, keys: Keys): void {
  for (const { name, type } of eachOf(keys)) {
    const value = attributeOf(item, name);
    if (value?.[type] === undefined) return;
    refuseEmptyValue(value, { name, type });
  }
}

export function refuseEmptyValue(value: AttributeValue, { name, type }: KeyAttribute): void {
  if (!isEmpty(value, type)) return;
  throw invalid(`One or more parameter values are not valid. ${cannotContain(type)} Key: ${name}`);
}

function refuseLongKey(item: Item, keys: Keys): void {
  for (const [position, { name, type }] of eachOf(keys).entries()) {
    const at = position as 0 | 1;
    if (isTooLong(attributeOf(item, name)!, type, at)) throw invalid(TOO_LONG[at]);
  }
}

export const eachOf = (keys: Keys): readonly KeyAttribute[] => keys as readonly KeyAttribute[];

function* indexKeys(indexes: readonly TableIndex[]) {
  for (const index of indexes) {
    for (const [position, key] of eachOf(index.keys).entries()) yield { index, key, position: position as 0 | 1 };
  }
}

const inAlphabeticalOrder = (indexes: readonly TableIndex[]): readonly TableIndex[] =>
  indexes.length > 1 ? [...indexes].sort((one, other) => (one.name < other.name ? -1 : 1)) : indexes;

const isEmpty = (value: AttributeValue, type: KeyType): boolean => value[type] === '';

function isTooLong(value: AttributeValue, type: KeyType, position: 0 | 1): boolean {
  const text = value[type]!;
  if (type === 'N' || text.length <= MAX_BYTES[position] / 4) return false;
  return Buffer.byteLength(text, type === 'B' ? 'base64' : 'utf8') > MAX_BYTES[position];
}

const cannotContain = (type: KeyType): string =>
  `The AttributeValue for a key attribute cannot contain an empty ${type === 'B' ? 'binary' : 'string'} value.`;

function wrongIndexType({ name, type }: KeyAttribute, actual: string, index: TableIndex): AwsError {
  const types = `Expected: ${type} Actual: ${actual} IndexName: ${index.name}`;
  return invalid(`One or more parameter values were invalid: Type mismatch for Index Key ${name} ${types}`);
}

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
