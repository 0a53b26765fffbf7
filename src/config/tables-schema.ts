/** The schema of `tables`. */
import { DURATION_PATTERN, kmsKey, type Schema, section } from './schema-node.ts';

const keyType: Schema = { enum: ['string', 'number', 'binary'] };

const attribute: Schema = { type: 'string', minLength: 1, maxLength: 255 };

const indexesSchema: Schema = {
  type: 'object',
  description: 'Global secondary indexes by name. An index cannot be changed: add a new one with another name.',
  maxProperties: 20,
  propertyNames: { pattern: '^[A-Za-z0-9_.-]{3,255}$' },
  additionalProperties: section('One index.', {
    key: { ...attribute, description: 'Partition key attribute of the index. Required.' },
    keyType: { ...keyType, description: "Default: string, or the table's type of the same attribute." },
    sortKey: { ...attribute, description: 'Sort key attribute of the index.' },
    sortKeyType: { ...keyType, description: "Default: string, or the table's type of the same attribute." },
    projection: {
      description: 'The attributes in the index: all, keys, or the keys and a list of attributes. Default: all.',
      oneOf: [
        { enum: ['all', 'keys'] },
        { type: 'array', minItems: 1, maxItems: 100, uniqueItems: true, items: attribute },
      ],
    },
  }),
};

const streamSchema: Schema = section('A function that receives every change of an item, with its old and new image.', {
  consumer: {
    type: 'string',
    minLength: 1,
    description: "Source file with the consumer's handler, relative to the project's folder. Required.",
  },
  batchSize: { type: 'integer', minimum: 1, maximum: 1000, description: 'The most records in one call. Default: 100.' },
  startingPosition: {
    enum: ['latest', 'trimHorizon'],
    description:
      'Where a new consumer begins: latest with new records, trimHorizon with all records in the stream. Default: trimHorizon.',
  },
  bisect: {
    type: 'boolean',
    description:
      'Splits a failing batch into halves until the failing record is alone. With false the whole batch is retried, and skipped as a whole. Default: true.',
  },
  retries: {
    type: 'integer',
    minimum: 0,
    maximum: 10_000,
    description: 'Retries of a failing record before it is skipped. Default: 10.',
  },
  maxAge: {
    type: 'string',
    pattern: DURATION_PATTERN,
    description:
      'Skips records that are older: 1m to 24h, which is as long as DynamoDB keeps them. Default: no record is too old.',
  },
  onFailure: {
    type: 'string',
    minLength: 1,
    description:
      'Name of a queue of queues that gets a message about each batch that was skipped, with its place in the stream. Default: only the log of the consumer shows that it failed.',
  },
});

export const tablesSchema: Schema = {
  type: 'object',
  description: 'DynamoDB tables by logical name, on demand. TABLE_<NAME> contains the physical name for the handler.',
  propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_.-]*$' },
  additionalProperties: section('One table.', {
    key: { ...attribute, description: 'Partition key attribute. Cannot be changed later. Required.' },
    keyType: { ...keyType, description: 'Type of the partition key. Default: string.' },
    sortKey: { ...attribute, description: 'Sort key attribute. Cannot be changed later.' },
    sortKeyType: { ...keyType, description: 'Type of the sort key. Default: string.' },
    recovery: { type: 'boolean', description: 'Point-in-time recovery. Default: true.' },
    encryption: { type: 'boolean', description: 'Encryption with the AWS managed KMS key. Default: true.' },
    kmsKey: {
      ...kmsKey,
      description:
        'ARN of a KMS key to encrypt with instead. If you remove the setting later, the table keeps the key, and plan says so.',
    },
    indexes: indexesSchema,
    ttl: {
      description:
        'Attribute with the epoch second at which an item expires; false turns TTL off. Default: unchanged. AWS allows one change per hour.',
      oneOf: [attribute, { const: false }],
    },
    stream: streamSchema,
    import: {
      type: 'string',
      pattern: '^[a-zA-Z0-9_.-]{3,255}$',
      description: 'Name of an existing table to use as it is. apikit does not change, tag or delete it.',
    },
    deletionProtection: {
      type: 'boolean',
      description: 'AWS rejects the deletion of the table. Default: true in protected stages.',
    },
  }),
};

export const stageTablesSchema: Schema = {
  description:
    'Tables by logical name, with the settings of this stage. A pattern may also have empty or seed: each preview then has its own table for every table, imported ones included. With empty they have no items, with seed those of seeds/<table>.ndjson.',
  oneOf: [tablesSchema, { enum: ['empty', 'seed'] }],
};
