/** Reads and writes one item, as a person edits it: nothing that somebody else wrote meanwhile is lost. */
import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { sameText } from './same-item.ts';
import type { Item } from './typed-item.ts';

/** Returns `undefined` if there is no such item. */
export async function readWholeItem(client: DynamoDBClient, table: string, key: Item): Promise<Item | undefined> {
  const { Item: item } = await client.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }));
  return item;
}

interface NewItem {
  readonly table: string;
  readonly key: Item;
  readonly item: Item;
}

/** Throws `ConditionalCheckFailedException` if there is an item with this key. */
export async function createItem(client: DynamoDBClient, { table, key, item }: NewItem): Promise<void> {
  await client.send(
    new PutItemCommand({
      TableName: table,
      Item: item,
      ConditionExpression: 'attribute_not_exists(#key)',
      ExpressionAttributeNames: { '#key': Object.keys(key)[0]! },
    }),
  );
}

interface ItemChange {
  readonly table: string;
  readonly key: Item;
  readonly was: Item;
  readonly shall: Item;
}

/**
 * Writes only the attributes that differ. Throws `ConditionalCheckFailedException` if one of them is not as it was, or
 * if the item was deleted.
 */
export async function updateItem(client: DynamoDBClient, { table, key, was, shall }: ItemChange): Promise<void> {
  const attributes = [...new Set([...Object.keys(was), ...Object.keys(shall)])];
  const differing = attributes.filter((name) => textOf(was[name]) !== textOf(shall[name]));
  if (differing.length === 0) return;
  const names: Record<string, string> = { '#key': Object.keys(key)[0]! };
  const values: Record<string, AttributeValue> = {};
  const [sets, removes, conditions]: [string[], string[], string[]] = [[], [], ['attribute_exists(#key)']];
  differing.forEach((name, index) => {
    names[`#a${index}`] = name;
    if (was[name]) {
      values[`:was${index}`] = was[name];
      conditions.push(`#a${index} = :was${index}`);
    } else conditions.push(`attribute_not_exists(#a${index})`);
    if (shall[name]) {
      values[`:shall${index}`] = shall[name];
      sets.push(`#a${index} = :shall${index}`);
    } else removes.push(`#a${index}`);
  });
  const parts = [
    ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
    ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
  ];
  await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: key,
      UpdateExpression: parts.join(' '),
      ConditionExpression: conditions.join(' AND '),
      ExpressionAttributeNames: names,
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    }),
  );
}

const textOf = (value: AttributeValue | undefined) => (value === undefined ? undefined : sameText({ value }));

export async function deleteItem(client: DynamoDBClient, table: string, key: Item): Promise<void> {
  await client.send(new DeleteItemCommand({ TableName: table, Key: key }));
}
