/** A table of the operations, its stored items, and their form for clients. */
import type { AttributeValue, PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { HttpError } from '../api/errors.ts';
import type { Reply, Request } from '../api/request.ts';
import type { Services } from '../services.ts';

export type CrudServices = Pick<Services, 'dynamodb' | 'tableName' | 'now'>;

export type CrudOperation = (request: Request, services: CrudServices) => Promise<Reply>;

/** The description of a table in generated/contract.js, from openapi.yaml and apikit.yaml. */
export interface Table {
  /** The name in apikit.yaml. */
  name: string;
  /** The name of one item in messages: `order line`. */
  resource: string;
  /** The key's attributes, with their path parameters. For a new item, the last attribute is generated. */
  keys: { attribute: string; from?: string }[];
  /** The attribute with the time at which an item expires, in seconds since 1970. */
  ttl?: string;
}

export type Stored = Record<string, unknown> & {
  /** ISO 8601, UTC. */
  createdAt: string;
  updatedAt: string;
  /** The number of writes. ETag and If-Match contain it. */
  _version: number;
  /** The hash of the body that created the item, to recognise a repeated request. */
  _requestHash: string;
};

export type Key = Record<string, AttributeValue>;

/** DynamoDB's limits of a partition key and of a sort key, in bytes. */
const MAX_KEY_BYTES = [2048, 1024];

/** Returns the values of the key in the path, or `undefined` if one of them cannot be a key. */
export function keyValues({ keys }: Table, { path }: Request): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const [index, { attribute, from }] of keys.entries()) {
    if (from === undefined) continue;
    const value = String(path[from] ?? '');
    if (value === '' || Buffer.byteLength(value) > MAX_KEY_BYTES[index]!) return undefined;
    values[attribute] = value;
  }
  return values;
}

export const keyOf = ({ keys }: Table, stored: Record<string, unknown>): Key =>
  Object.fromEntries(keys.map(({ attribute }) => [attribute, { S: String(stored[attribute]) }]));

/** Returns the item in DynamoDB's form. A value that it cannot store exactly is a 400. */
export function toItem(stored: Stored): Record<string, AttributeValue> {
  try {
    return marshall(stored);
  } catch (cause) {
    throw new HttpError(400, 'BAD_REQUEST_BODY', 'The body has something that cannot be stored.', [], cause);
  }
}

/** The condition of a write: exactly this version, or, without one, no stored item. */
export function condition(
  { keys }: Table,
  version: number | undefined,
): Pick<PutItemCommandInput, 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'> {
  if (version === undefined) {
    return {
      ConditionExpression: 'attribute_not_exists(#key)',
      ExpressionAttributeNames: { '#key': keys[0]!.attribute },
    };
  }
  return {
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': '_version' },
    ExpressionAttributeValues: { ':version': { N: String(version) } },
  };
}

/** DynamoDB deletes an expired item only after some time, within days. Until then it counts as deleted. */
export function isExpired({ ttl }: Table, stored: Record<string, unknown>, now: Date): boolean {
  const end = ttl === undefined ? undefined : stored[ttl];
  return typeof end === 'number' && end * 1000 <= now.getTime();
}

/** Returns the item for clients, without the internal attributes, which begin with an underscore. */
export function present({ _version, _requestHash, ...visible }: Stored): Record<string, unknown> {
  return visible;
}

export const etag = (stored: Stored): string => `"${stored._version}"`;

export function replyWith(status: number, stored: Stored): Reply {
  return { status, headers: { etag: etag(stored) }, body: present(stored) };
}
