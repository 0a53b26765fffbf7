/** Where the __items__ are kept. The only module that knows DynamoDB. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { __Item__Input } from './generated/validators.js';

export interface Stored__Item__ extends __Item__Input {
  id: string;
  /** ISO 8601, UTC. */
  createdAt: string;
  updatedAt: string;
  /** Counts the writes; what ETag and If-Match speak of. */
  _version: number;
  /** Of the body that created it, to recognise a repetition. */
  _requestHash: string;
}

export interface Store {
  /** One page, in the table's own order, after the id `after`; `last` is set where more may follow. */
  list(limit: number, after?: string): Promise<{ items: Stored__Item__[]; last?: string }>;
  get(id: string): Promise<Stored__Item__ | undefined>;
  /** Writes only over the given version, or, without one, only where nothing is stored; tells whether it did. */
  save(stored: Stored__Item__, overVersion?: number): Promise<boolean>;
  /** Removes only exactly this version; tells whether it did. */
  remove(stored: Stored__Item__): Promise<boolean>;
}

export function createStore(TableName: string, client: DynamoDBClient): Store {
  return {
    // A Scan that reads no further than one page. For a filter or an order of your own, add an index and Query that.
    async list(limit, after) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new ScanCommand({ TableName, Limit: limit + 1, ExclusiveStartKey: after ? keyOf(after) : undefined }),
      );
      const items = Items.slice(0, limit).map(read);
      // One more than asked for tells whether anything follows, so that the last page never points to an empty one.
      return { items, last: Items.length > limit ? items.at(-1)?.id : LastEvaluatedKey?.id?.S };
    },

    // Consistent, so that a client can read what it has just written.
    async get(id) {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: keyOf(id), ConsistentRead: true }));
      return Item && read(Item);
    },

    save(stored, overVersion) {
      const condition =
        overVersion === undefined ? { ConditionExpression: 'attribute_not_exists(id)' } : ifVersion(overVersion);
      return succeeds(client.send(new PutItemCommand({ TableName, Item: marshall(stored), ...condition })));
    },

    remove({ id, _version }) {
      return succeeds(client.send(new DeleteItemCommand({ TableName, Key: keyOf(id), ...ifVersion(_version) })));
    },
  };
}

const keyOf = (id: string) => ({ id: { S: id } });

const read = (item: Record<string, AttributeValue>) => unmarshall(item) as Stored__Item__;

function ifVersion(version: number) {
  return {
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': '_version' },
    ExpressionAttributeValues: { ':version': { N: String(version) } },
  };
}

async function succeeds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
