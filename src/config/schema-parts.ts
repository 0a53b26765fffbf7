/**
 * The sections of `apikit.yaml` as JSON Schema (draft-07). Descriptions contain the unit and the default: editors show
 * them, and the reference docs are generated from them. `resolve.ts` contains the defaults themselves.
 */
import { REGIONS } from '../naming/regions.ts';
import { SECRET_PATTERN } from '../naming/secret-reference.ts';
import { HANDLER_PATTERN } from './handler-name.ts';
import { permissionsSchema } from './permissions-schema.ts';
import { QUOTA_PATTERN } from './quota.ts';
import { RUNTIMES } from './runtimes.ts';
import { type Schema, section } from './schema-node.ts';

function textMap(description: string, keyPattern?: string): Schema {
  return {
    type: 'object',
    description,
    ...(keyPattern && { propertyNames: { pattern: keyPattern } }),
    additionalProperties: { type: 'string' },
  };
}

/** Editors offer the known regions. `check-region.ts` decides about other names. */
export const regionSchema: Schema = {
  type: 'string',
  examples: REGIONS,
  description: 'AWS region, e.g. eu-west-1. Default: --region or AWS_REGION.',
};

export const accountSchema: Schema = {
  type: 'string',
  pattern: '^[0-9]{12}$',
  description: 'Twelve-digit ID of the only account that apikit may deploy to. In quotes, because it may begin with 0.',
};

export const profileSchema: Schema = {
  type: 'string',
  minLength: 1,
  description: 'Profile of the AWS configuration files to use. Default: --profile or AWS_PROFILE.',
};

const kmsKey: Schema = { type: 'string', pattern: '^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$' };
const secretReference: Schema = { type: 'string', pattern: SECRET_PATTERN };

const packageName: Schema = { type: 'string', pattern: '^(@[a-z0-9~][a-z0-9._~-]*/)?[a-zA-Z0-9~][a-zA-Z0-9._~-]*$' };
const packageNames: Schema = { type: 'array', uniqueItems: true, items: packageName };

const bundleSchema = section('How a Node.js handler is bundled (docs/handlers.md).', {
  external: {
    ...packageNames,
    description:
      'Packages that stay out of the bundle: they are packed as they are installed, with all their dependencies. apikit finds packages with native code itself. Default: none.',
  },
  optional: {
    ...packageNames,
    description: 'Packages that may be missing: code that imports one of them fails when it runs. Default: none.',
  },
  files: {
    type: 'array',
    uniqueItems: true,
    items: { type: 'string', minLength: 1 },
    description:
      "Files that are packed beside the code, at their paths in the project: paths or patterns with *, ** and ?, relative to the project's folder. Default: the files that the code reads by a literal path.",
  },
  keepNames: {
    type: 'boolean',
    description: 'Functions and classes keep the names in their sources. Default: true.',
  },
  loaders: {
    type: 'object',
    description:
      'How files are imported, by their extension, for example { .svg: text }. Default: .html, .graphql, .gql, .sql and .txt are text.',
    propertyNames: { pattern: '^\\.[A-Za-z0-9._-]+$' },
    additionalProperties: { enum: ['text', 'json', 'binary', 'base64', 'dataurl', 'js', 'jsx', 'ts', 'tsx'] },
  },
});

/** A time in apikit.yaml: `90m`, `12h`, `3d`. */
export const DURATION_PATTERN = '^[1-9][0-9]{0,4}[mhd]$';

const keptCount: Schema = { type: 'integer', minimum: 1, maximum: 100 };

export const functionSchema = section('The Lambda function behind every operation.', {
  entry: {
    type: 'string',
    minLength: 1,
    description: "Source file with the handler, relative to the project's folder. Default: src/handler.ts.",
  },
  handler: {
    type: 'string',
    pattern: HANDLER_PATTERN,
    description:
      "File and export of the handler in AWS's form, instead of entry: index.handler, src/lambda_function.lambda_handler. Default: the export handler of the entry.",
  },
  bundle: bundleSchema,
  runtime: {
    type: 'string',
    description: `Lambda runtime: ${RUNTIMES.filter(({ verdict }) => verdict !== 'refuse')
      .map(({ id }) => id)
      .join(', ')}. Default: nodejs24.x, or python3.14 when the entry is a .py file.`,
  },
  architecture: {
    enum: ['arm64', 'x86_64'],
    description: 'Processor. Default: arm64, which costs a fifth less.',
  },
  memory: {
    type: 'integer',
    minimum: 128,
    maximum: 10240,
    description: 'MB; more memory also means more processor time. Default: 512.',
  },
  timeout: {
    type: 'integer',
    minimum: 1,
    maximum: 900,
    description: 'Seconds; behind API Gateway at most 29. Default: 10.',
  },
  environment: textMap(
    `Environment variables; \${table.<name>} stands for the name of a table, and \${app}, \${stage}, \${region} and \${function} for the values of the stage. apikit adds TABLE_<NAME>, CORS_ORIGINS, CORS_CREDENTIALS, CORS_EXPOSE_HEADERS, APIKIT_APP, APIKIT_STAGE and LOG_LEVEL.`,
    '^[a-zA-Z][a-zA-Z0-9_]+$',
  ),
  secrets: {
    type: 'object',
    description:
      'Secrets by name, as references: ssm:/path or secretsmanager:name-or-arn, with #field for one field of a JSON secret. The handler reads them at run time; SECRET_<NAME>_REF contains the reference.',
    propertyNames: { pattern: '^[A-Z][A-Z0-9_]{0,63}$' },
    additionalProperties: {
      oneOf: [
        secretReference,
        section('A secret that is encrypted with your own KMS key.', {
          from: { ...secretReference, description: 'The reference. Required.' },
          kmsKey: {
            ...kmsKey,
            description: 'ARN of the key, which the function may then use for decryption. Required.',
          },
        }),
      ],
    },
  },
  permissions: permissionsSchema,
  role: section(
    "The roles that apikit creates: for the function, for the consumers of streams and for API Gateway's logs.",
    {
      path: {
        type: 'string',
        maxLength: 512,
        pattern: '^/([A-Za-z0-9_+=,.@-]+/)*$',
        description: 'IAM path, e.g. /teams/orders/. Cannot be changed later. Default: /.',
      },
      permissionsBoundary: {
        description:
          'ARN of the managed policy that is the permissions boundary of the roles; false removes it. The stage local has one only if it is set there. Default: unchanged.',
        oneOf: [
          { type: 'string', pattern: '^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[A-Za-z0-9_+=,.@/-]{1,512}$' },
          { const: false },
        ],
      },
    },
  ),
  keepReleases: {
    description:
      'Releases kept for rollback, including the live one: a number from 1 to 100, or { count: 5, age: 30d }, which also keeps releases that are at most that much older than the newest one. Default: 5.',
    oneOf: [
      keptCount,
      section('Releases kept for rollback: a release is deleted when it is beyond the count and older than the age.', {
        count: { ...keptCount, description: 'From 1 to 100, including the live one. Default: 5.' },
        age: {
          type: 'string',
          pattern: DURATION_PATTERN,
          description:
            'How much older than the newest release a release must be before it is deleted, in minutes, hours or days: 12h, 30d. Default: only the count decides.',
        },
      }),
    ],
  },
});

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

const headerNames: Schema = { type: 'array', items: { type: 'string', pattern: '^[A-Za-z0-9!#$%&*+.^_|~-]+$' } };

export const corsSchema = section(
  'The web pages that may call the API. It applies to preflights, the handler and the errors of API Gateway.',
  {
    origins: {
      type: 'array',
      uniqueItems: true,
      items: { type: 'string', pattern: '^(\\*|https?://[^/*\\s,]+)$' },
      description:
        'Exact origins such as https://app.example.com, or "*" alone. Default: none, and CORS is off. The stage local also allows the pages of this machine (http://localhost at any port).',
    },
    credentials: { type: 'boolean', description: 'Pages may send cookies and HTTP authentication. Default: false.' },
    allowHeaders: {
      ...headerNames,
      description:
        'Request headers that pages may send, in addition to those that operations of the contract declare. Default: content-type, authorization, x-api-key, x-correlation-id, if-match, idempotency-key.',
    },
    exposeHeaders: {
      ...headerNames,
      description:
        'Response headers that pages may read, in addition to those that responses in the contract declare. Default: etag, location, x-correlation-id, x-apikit-release.',
    },
    maxAge: {
      type: 'integer',
      minimum: 0,
      maximum: 86400,
      description: 'Seconds that browsers cache a preflight. Default: 600.',
    },
  },
);

const rate: Schema = { type: 'number', minimum: 0, maximum: 10_000, description: 'Requests per second.' };
const burst: Schema = {
  type: 'integer',
  minimum: 0,
  maximum: 10_000,
  description: 'The burst: the most requests at once.',
};

export const usagePlansSchema: Schema = {
  type: 'object',
  description: 'Usage plans by name; an API key belongs to one.',
  propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_-]*$' },
  additionalProperties: section('Limits of each key in the plan; rate and burst go together. Default: none.', {
    rate,
    burst,
    quota: { type: 'string', pattern: QUOTA_PATTERN, description: 'Requests per day, week or month, e.g. 1000/month.' },
    operations: {
      type: 'object',
      description:
        "Limits of single operations for each key in the plan, which override the plan's own; by operationId or METHOD and path (GET /items/{id}). Only for operations that need a key. Default: none.",
      additionalProperties: { ...section('', { rate, burst }), required: ['rate', 'burst'] },
    },
  }),
};

export const throttleSchema = section(
  "Limit of each method of the stage; all methods together share the account's limit. Default: rate 10000 and burst 5000.",
  { rate, burst },
);

/** The values that PutRetentionPolicy accepts (docs/aws/logs.md). */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const logsSchema = section('The log groups of the function and the access log.', {
  retentionDays: { enum: RETENTION_DAYS, description: 'Days that CloudWatch keeps log events. Default: 30.' },
});

export const variablesSchema = textMap('Stage variables.', '^[A-Za-z0-9_]{1,64}$');
export const tagsSchema = textMap(
  'Tags of every resource that can have tags, in addition to apikit:app and apikit:stage: letters, digits, spaces and _.:/=+-@.',
);
export const metricsSchema: Schema = {
  type: 'boolean',
  description: 'CloudWatch metrics for each operation, which AWS bills as custom metrics. Default: false.',
};
/** The sizes that CreateStage accepts, in GB. */
const CACHE_SIZES = [0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237];

export const cacheSchema: Schema = {
  ...section(
    'A cache for the operations with x-apikit.cache. AWS bills it by size and hour, used or not. Default: none.',
    {
      size: {
        enum: [...CACHE_SIZES, ...CACHE_SIZES.map(String)],
        description: 'GB: 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118 or 237. Required.',
      },
      ttl: {
        type: 'integer',
        minimum: 1,
        maximum: 3600,
        description: 'Seconds that a response is cached, unless the operation sets its own. Default: 300.',
      },
      encrypted: { type: 'boolean', description: 'Responses in the cache are encrypted. Default: true.' },
      invalidation: {
        enum: ['warn', 'ignore', 'refuse', 'anyone'],
        description:
          'The response to Cache-Control: max-age=0 if IAM does not allow the caller execute-api:InvalidateCache: the cached response with a Warning header (warn), without it (ignore), a 403 (refuse), or a new response (anyone). Default: warn.',
      },
    },
  ),
  required: ['size'],
};
export const binaryMediaTypesSchema: Schema = {
  type: 'array',
  uniqueItems: true,
  items: { type: 'string', pattern: '^(\\*|[A-Za-z0-9!#$&^_.+-]+)/(\\*|[A-Za-z0-9!#$&^_.+-]+)$' },
  description:
    'Media types that API Gateway passes on as bytes (base64 in the handler), e.g. image/png or image/*. Default: none.',
};
export const compressionSchema: Schema = {
  type: 'integer',
  minimum: 0,
  maximum: 10_485_760,
  description: 'Size in bytes from which responses are compressed for clients that accept it. Default: never.',
};
export const loggingSchema: Schema = {
  enum: ['OFF', 'ERROR', 'INFO'],
  description:
    "API Gateway's execution log, which AWS bills by volume: INFO writes about twenty lines per request. Default: OFF.",
};
export const dataTraceSchema: Schema = {
  type: 'boolean',
  description:
    'Whole requests and responses in the execution log, personal data included; needs logging. Default: false.',
};
export const tracingSchema: Schema = {
  type: 'boolean',
  description: 'X-Ray for the stage and the function. Default: false.',
};
