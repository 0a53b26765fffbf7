/**
 * `apikit.yaml` as JSON Schema. apikit checks the file against it, and publishes it as `docs/apikit.schema.json` for
 * editors.
 */
import { accessSchema } from './access.ts';
import { adoptsSchema } from './adopts.ts';
import { alarmsSchema } from './alarms-schema.ts';
import { bucketsSchema } from './buckets.ts';
import { cacheSchema } from './cache-schema.ts';
import { canarySchema } from './canary.ts';
import { corsSchema } from './cors-schema.ts';
import { domainSchema } from './domain.ts';
import { encryptionSchema } from './encryption.ts';
import { endpointSchema } from './endpoint.ts';
import { eventBusesSchema } from './event-buses.ts';
import { eventRulesSchema } from './event-rules.ts';
import { apiSchema, payloadSchema } from './front-door.ts';
import { functionSchema } from './function-schema.ts';
import { throttleSchema, usagePlansSchema } from './limits-schema.ts';
import { optionalSchemas } from './optional-settings.ts';
import { queuesSchema } from './queues.ts';
import { DURATION_PATTERN, type Schema } from './schema-node.ts';
import {
  binaryMediaTypesSchema,
  compressionSchema,
  dataTraceSchema,
  loggingSchema,
  logsSchema,
  metricsSchema,
  tagsSchema,
  tracingSchema,
  variablesSchema,
} from './stage-schemas.ts';
import { stateMachinesSchema } from './state-machines.ts';
import { stageTablesSchema, tablesSchema } from './tables-schema.ts';
import { accountSchema, profileSchema, regionSchema } from './target-schema.ts';
import { topicsSchema } from './topics.ts';
import { userPoolsSchema } from './user-pools.ts';

export const APP_NAME = /^[A-Za-z][A-Za-z0-9-]*$/;
export const STAGE_NAME = /^[A-Za-z0-9_-]{1,128}$/;
/** A name, or a pattern with one star, which stands for the rest of a name. */
const STAGE_OR_PATTERN = /^(?=.{1,128}$)[A-Za-z0-9_-]*\*?[A-Za-z0-9_-]*$/;

/** The settings that a stage may override. The others come from the project. */
const sharedSettings: Record<string, Schema> = {
  api: apiSchema,
  region: regionSchema,
  account: accountSchema,
  profile: profileSchema,
  function: functionSchema,
  encryption: encryptionSchema,
  tables: tablesSchema,
  queues: queuesSchema,
  stateMachines: stateMachinesSchema,
  topics: topicsSchema,
  eventBuses: eventBusesSchema,
  eventRules: eventRulesSchema,
  cors: corsSchema,
  access: accessSchema,
  endpoint: endpointSchema,
  usagePlans: usagePlansSchema,
  userPools: userPoolsSchema,
  buckets: bucketsSchema,
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

/** Project and stage refer to the same schema of a setting, so that its validator exists once. */
const shared = Object.fromEntries(
  Object.keys(sharedSettings).map((name) => [name, { $ref: `#/definitions/${name}` } satisfies Schema]),
);

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
      description: 'Name of the app, with which every name in AWS begins. Letters, digits and hyphens.',
    },
    contract: {
      type: 'string',
      minLength: 1,
      description: "The OpenAPI 3.0 document, relative to the project's folder. Default: openapi.yaml.",
    },
    payload: payloadSchema,
    ...shared,
    stages: {
      type: 'object',
      description:
        'The stages by name. Each overrides the settings above. The stage local always exists as well. A name with a * is a pattern, which stands for any number of preview stages: pr-* for pr-17 (docs/previews.md).',
      propertyNames: { pattern: STAGE_OR_PATTERN.source },
      additionalProperties: {
        type: ['object', 'null'],
        additionalProperties: false,
        properties: {
          protected: {
            type: 'boolean',
            description: 'Tables are protected, and destroy asks for the name of the stage. Default: false.',
          },
          extends: {
            type: 'string',
            description:
              'Only in a pattern: the stage whose settings the previews inherit, except protected, cache and imported tables. Default: none.',
          },
          expires: {
            type: 'string',
            pattern: DURATION_PATTERN,
            description:
              'Only in a pattern: the time after its last deploy when `apikit prune` may delete a preview, in minutes, hours or days: 12h, 3d. Default: never.',
          },
          cache: cacheSchema,
          domain: domainSchema,
          adopts: adoptsSchema,
          ...shared,
          tables: stageTablesSchema,
        },
      },
    },
  },
  definitions: sharedSettings,
};
