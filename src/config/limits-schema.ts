/** The schemas of `usagePlans` and `throttle`. */
import { QUOTA_PATTERN } from './quota.ts';
import { type Schema, section } from './schema-node.ts';

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
