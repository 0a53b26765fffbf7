/** Reads a page of the items of a table for people: all of it, or those with one key of the table or of an index. */
import { type AttributeValue, type DynamoDBClient, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from './typed-item.ts';

export interface BrowseOptions {
  readonly table: string;
  readonly index?: string;
  /** The partition key, and the sort key or the beginning of it. Without it, all items are read. */
  readonly key?: KeyCondition;
  /** The last key of the page before. */
  readonly after?: Item;
  readonly limit: number;
}

interface KeyCondition {
  readonly partition: { readonly name: string; readonly value: AttributeValue };
  readonly sort?: {
    readonly name: string;
    readonly value: AttributeValue;
    /** Whether the key may go on after the value. DynamoDB compares the beginning of texts and bytes only. */
    readonly begins: boolean;
  };
}

export interface ItemPage {
  readonly items: readonly Item[];
  /** The place where the next page begins; `undefined` at the end. */
  readonly next: Item | undefined;
}

export async function browseItems(client: DynamoDBClient, options: BrowseOptions): Promise<ItemPage> {
  const { table, index, key, after, limit } = options;
  const input = {
    TableName: table,
    Limit: limit,
    ...(index !== undefined && { IndexName: index }),
    ...(after && { ExclusiveStartKey: after }),
  };
  const { Items = [], LastEvaluatedKey } = await (key
    ? client.send(new QueryCommand({ ...input, ...conditionOf(key) }))
    : client.send(new ScanCommand(input)));
  return { items: Items, next: LastEvaluatedKey };
}

function conditionOf({ partition, sort }: KeyCondition) {
  const onSort = sort && (sort.begins ? 'begins_with(#sort, :sort)' : '#sort = :sort');
  return {
    KeyConditionExpression: ['#partition = :partition', onSort].filter(Boolean).join(' AND '),
    ExpressionAttributeNames: { '#partition': partition.name, ...(sort && { '#sort': sort.name }) },
    ExpressionAttributeValues: { ':partition': partition.value, ...(sort && { ':sort': sort.value }) },
  };
}
