/** `apikit.yaml` as JSON Schema: checked when it is loaded, and published as `docs/apikit.schema.json` for editors. */
import { alarmsSchema } from './alarms-schema.ts';
import { canarySchema } from './canary.ts';
import { optionalSchemas } from './optional-settings.ts';
import {
  accountSchema,
  binaryMediaTypesSchema,
  cacheSchema,
  compressionSchema,
  corsSchema,
  DURATION_PATTERN,
  dataTraceSchema,
  functionSchema,
  loggingSchema,
  logsSchema,
  metricsSchema,
  profileSchema,
  regionSchema,
  type Schema,
  stageTablesSchema,
  tablesSchema,
  tagsSchema,
  throttleSchema,
  tracingSchema,
  usagePlansSchema,
  variablesSchema,
} from './schema-parts.ts';
import { userPoolsSchema } from './user-pools.ts';

export const APP_NAME = /^[A-Za-z][A-Za-z0-9-]*$/;
export const STAGE_NAME = /^[A-Za-z0-9_-]{1,128}$/;
/** A name, or a pattern: one star in it stands for the rest. */
const STAGE_OR_PATTERN = /^(?=.{1,128}$)[A-Za-z0-9_-]*\*?[A-Za-z0-9_-]*$/;

/** What a stage may set for itself; what it leaves out is the project's. */
const shared: Record<string, Schema> = {
  region: regionSchema,
  account: accountSchema,
  profile: profileSchema,
  function: functionSchema,
  tables: tablesSchema,
  cors: corsSchema,
  usagePlans: usagePlansSchema,
  userPools: userPoolsSchema,
  throttle: throttleSchema,
  binaryMediaTypes: binaryMediaTypesSchema,
  compression: compressionSchema,
  logs: logsSchema,
  logging: loggingSchema,
  dataTrace: dataTraceSchema,
  metrics: metricsSchema,
  tracing: tracingSchema,
  alarms: alarmsSchema,
  ...optionalSchemas,
  canary: canarySchema,
  variables: variablesSchema,
  tags: tagsSchema,
};

export const configSchema: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'apikit.yaml',
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: {
      type: 'string',
      pattern: APP_NAME.source,
      description: 'Name of the app, the beginning of every name in AWS. Letters, digits and hyphens.',
    },
    contract: {
      type: 'string',
      minLength: 1,
      description: "The OpenAPI 3.0 document, relative to the project's folder. Default: openapi.yaml.",
    },
    ...shared,
    stages: {
      type: 'object',
      description:
        'The stages by name. Each overrides what is said above. The stage local always exists besides. A name with a * is a pattern, which stands for any number of preview stages: pr-* for pr-17 (docs/previews.md).',
      propertyNames: { pattern: STAGE_OR_PATTERN.source },
      additionalProperties: {
        type: ['object', 'null'],
        additionalProperties: false,
        properties: {
          protected: {
            type: 'boolean',
            description: 'Tables are protected, and destroying asks for the name of the stage. Default: false.',
          },
          extends: {
            type: 'string',
            description:
              'Of a pattern: the stage whose settings the previews have, but for protected, cache and tables that are imported. Default: none.',
          },
          expires: {
            type: 'string',
            pattern: DURATION_PATTERN,
            description:
              'Of a pattern: how long after its last deploy a preview may be removed by apikit prune, in minutes, hours or days: 12h, 3d. Default: never.',
          },
          cache: cacheSchema,
          ...shared,
          tables: stageTablesSchema,
        },
      },
    },
  },
};
