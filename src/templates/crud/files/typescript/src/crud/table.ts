/** A table that operations work on, what is kept in it, and how that is shown to clients. */
import type { AttributeValue, PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { HttpError } from '../api/errors.ts';
import type { Reply, Request } from '../api/request.ts';
import type { Services } from '../services.ts';

export type CrudServices = Pick<Services, 'dynamodb' | 'tableName' | 'now'>;

export type CrudOperation = (request: Request, services: CrudServices) => Promise<Reply>;

/** As generated/contract.js has it from openapi.yaml and apikit.yaml. */
export interface Table {
  /** In apikit.yaml. */
  name: string;
  /** One of its things, in prose: `order line`. */
  resource: string;
  /** The key's attributes, and the path parameters that they are taken from; the last one is made for what is created. */
  keys: { attribute: string; from?: string }[];
  /** The attribute with the time when an item expires, in seconds since 1970. */
  ttl?: string;
}

export type Stored = Record<string, unknown> & {
  /** ISO 8601, UTC. */
  createdAt: string;
  updatedAt: string;
  /** Counts the writes; what ETag and If-Match speak of. */
  _version: number;
  /** Of the body that created it, to recognise a repetition. */
  _requestHash: string;
};

export type Key = Record<string, AttributeValue>;

/** DynamoDB's limits of a partition key and of a sort key, in bytes. */
const MAX_KEY_BYTES = [2048, 1024];

/** The values of the key that the path has; `undefined` where one of them cannot be a key. */
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

/** As DynamoDB takes it; 400 for what it cannot keep exactly. */
export function toItem(stored: Stored): Record<string, AttributeValue> {
  try {
    return marshall(stored);
  } catch (cause) {
    throw new HttpError(400, 'BAD_REQUEST_BODY', 'The body has something that cannot be stored.', [], cause);
  }
}

/** Only over exactly this version; without one, only where nothing is stored. */
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

/** DynamoDB removes what has expired some time later, within days: until then it is as if it were not there. */
export function isExpired({ ttl }: Table, stored: Record<string, unknown>, now: Date): boolean {
  const end = ttl === undefined ? undefined : stored[ttl];
  return typeof end === 'number' && end * 1000 <= now.getTime();
}

/** As clients see it: attributes that begin with an underscore are ours. */
export function present({ _version, _requestHash, ...visible }: Stored): Record<string, unknown> {
  return visible;
}

export const etag = (stored: Stored): string => `"${stored._version}"`;

export function replyWith(status: number, stored: Stored): Reply {
  return { status, headers: { etag: etag(stored) }, body: present(stored) };
}
