/**
 * DynamoDB's condition keys for fine-grained access: the partition keys and attributes that a call uses (Developer
 * Guide, "Using IAM policy conditions for fine-grained access control").
 */
import { textOf } from '../../authorization/permission.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { ConditionKeys } from '../../policy/policy-request.ts';
import { engineOf } from '../../services/dynamodb/engines.ts';
import { tableInArn } from '../../services/dynamodb/table-arns.ts';

type Members = Readonly<Record<string, unknown>>;

interface KeyedTable {
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
  readonly GlobalSecondaryIndexes?: readonly (KeyedTable & { readonly IndexName: string })[];
  readonly LocalSecondaryIndexes?: readonly (KeyedTable & { readonly IndexName: string })[];
}

export async function itemKeys(input: Members, context: OperationContext, enclosing?: string): Promise<ConditionKeys> {
  const partitionKey = await partitionKeyOf(input, context);
  const values: Record<string, string | string[] | undefined> = {
    'dynamodb:leadingkeys': partitionKey === undefined ? undefined : leadingKeys(input, partitionKey),
    'dynamodb:attributes': attributes(input),
    'dynamodb:select': selectOf(input),
    'dynamodb:returnvalues': textOf(input.ReturnValues) || 'NONE',
    'dynamodb:returnconsumedcapacity': textOf(input.ReturnConsumedCapacity) || 'NONE',
    'dynamodb:enclosingoperation': enclosing,
  };
  return (name) => (Object.hasOwn(values, name) ? values[name] : undefined);
}

/** Returns `undefined` for a table that does not exist; the operation itself reports that. */
async function partitionKeyOf(
  { TableName, IndexName }: Members,
  context: OperationContext,
): Promise<string | undefined> {
  const engine = await engineOf(context);
  const name = tableInArn(textOf(TableName))?.name ?? TableName;
  const described = engine.call('DescribeTable', { TableName: name });
  const { Table } = (await described.catch(() => ({}))) as { Table?: KeyedTable };
  const indexes = [...(Table?.GlobalSecondaryIndexes ?? []), ...(Table?.LocalSecondaryIndexes ?? [])];
  const keyed = IndexName === undefined ? Table : indexes.find((index) => index.IndexName === IndexName);
  return keyed?.KeySchema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName;
}

/** Returns `undefined` for a Scan, which reads all keys. */
function leadingKeys(input: Members, partitionKey: string): string[] | undefined {
  const items = itemsOf(input);
  const keys = items.map((item) => item[partitionKey]);
  const queried = queriedKey(input, partitionKey);
  const all = [...keys, ...(queried === undefined ? [] : [queried])].map(plainValue).filter((key) => key !== undefined);
  return all.length === 0 ? undefined : all;
}

/** Returns the keys and items of single calls and of batches. */
function itemsOf({ Key, Item, Keys, WriteRequests }: Members): Members[] {
  const written = [WriteRequests].flat().map((request) => {
    const { PutRequest, DeleteRequest } = structure(request);
    return structure(PutRequest).Item ?? structure(DeleteRequest).Key;
  });
  return [Key, Item, Keys, ...written]
    .flat()
    .filter((item) => item !== undefined)
    .map(structure);
}

function queriedKey(input: Members, partitionKey: string): unknown {
  const legacy = structure(structure(input.KeyConditions)[partitionKey]).AttributeValueList;
  if (Array.isArray(legacy)) return legacy[0];
  const names = structure(input.ExpressionAttributeNames);
  for (const [, name = '', value = ''] of textOf(input.KeyConditionExpression).matchAll(/([#\w.-]+)\s*=\s*(:\w+)/g)) {
    if ((names[name] ?? name) === partitionKey) return structure(input.ExpressionAttributeValues)[value];
  }
  return undefined;
}

const WORDS = new Set(
  'AND OR NOT BETWEEN IN SET REMOVE ADD DELETE ATTRIBUTE_EXISTS ATTRIBUTE_NOT_EXISTS ATTRIBUTE_TYPE BEGINS_WITH CONTAINS SIZE IF_NOT_EXISTS LIST_APPEND'.split(
    ' ',
  ),
);

/** Top-level names of all attributes that the call writes, requests or compares. */
function attributes(input: Members): string[] | undefined {
  const names = structure(input.ExpressionAttributeNames);
  const found = new Set(itemsOf(input).flatMap((item) => Object.keys(item)));
  for (const [member, value] of Object.entries(input)) {
    if (!member.endsWith('Expression')) continue;
    for (const [path] of textOf(value).matchAll(/(?<![:\w.#])[#A-Za-z_][#\w]*/g)) {
      if (!WORDS.has(path.toUpperCase())) found.add(textOf(names[path]) || path);
    }
  }
  for (const name of [input.AttributesToGet].flat()) if (typeof name === 'string') found.add(name);
  return found.size === 0 ? undefined : [...found];
}

function selectOf({ Select, ProjectionExpression, AttributesToGet, IndexName }: Members): string {
  if (Select !== undefined) return textOf(Select);
  if (ProjectionExpression !== undefined || AttributesToGet !== undefined) return 'SPECIFIC_ATTRIBUTES';
  return IndexName === undefined ? 'ALL_ATTRIBUTES' : 'ALL_PROJECTED_ATTRIBUTES';
}

/** `{ S: 'a' }` → `a` */
function plainValue(value: unknown): string | undefined {
  const [plain] = Object.values(structure(value));
  return typeof plain === 'string' ? plain : undefined;
}

const structure = (value: unknown): Members => (typeof value === 'object' && value !== null ? (value as Members) : {});
