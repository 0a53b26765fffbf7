/** The schemas of the settings of API Gateway's stage, and of its tags and logs. */
import { type Schema, section, textMap } from './schema-node.ts';

/** The values that PutRetentionPolicy accepts (docs/aws/logs.md). */
export const RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const logsSchema = section('The log groups of the function and the access log.', {
  retentionDays: { enum: RETENTION_DAYS, description: 'Days that CloudWatch keeps log events. Default: 30.' },
});

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

export const metricsSchema: Schema = {
  type: 'boolean',
  description: 'CloudWatch metrics for each operation, which AWS bills as custom metrics. Default: false.',
};

export const tracingSchema: Schema = {
  type: 'boolean',
  description: 'X-Ray for the stage and the function. Default: false.',
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

export const variablesSchema = textMap('Stage variables.', '^[A-Za-z0-9_]{1,64}$');

export const tagsSchema = textMap(
  'Tags of every resource that can have tags, in addition to apikit:app and apikit:stage: letters, digits, spaces and _.:/=+-@.',
);
