/** The schema of `function`. */
import { SECRET_PATTERN } from '../naming/secret-reference.ts';
import { bundleSchema } from './bundle-schema.ts';
import { layersSchema } from './function-layers.ts';
import { functionLoggingSchema } from './function-logging.ts';
import { functionVpcSchema } from './function-vpc.ts';
import { HANDLER_PATTERN } from './handler-name.ts';
import { permissionsSchema } from './permissions-schema.ts';
import { RUNTIMES } from './runtimes.ts';
import { DURATION_PATTERN, kmsKey, type Schema, section, textMap } from './schema-node.ts';
import { snapStartSchema } from './snap-start.ts';

const secretReference: Schema = { type: 'string', pattern: SECRET_PATTERN };

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
  ephemeralStorage: {
    type: 'integer',
    minimum: 512,
    maximum: 10_240,
    description: 'MB of /tmp; AWS bills what is above 512. Default: 512.',
  },
  reservedConcurrency: {
    description:
      'The calls of the function that Lambda runs at once: no more, and as many even if other functions are busy. 0 stops the function. false removes the reservation. Default: unchanged.',
    oneOf: [{ type: 'integer', minimum: 0 }, { const: false }],
  },
  snapStart: snapStartSchema,
  logging: functionLoggingSchema,
  vpc: functionVpcSchema,
  layers: layersSchema,
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
