/** `function.permissions` as JSON Schema (draft-07). `check-permissions.ts` checks what a schema cannot express. */
import type { Schema } from './schema-node.ts';

const texts: Schema = { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string', minLength: 1 } };
const conditionValue: Schema = { type: ['string', 'number', 'boolean'] };

/**
 * The condition operators of IAM:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const OPERATOR_PATTERN =
  '^(ForAllValues:|ForAnyValue:)?(String(Not)?Equals(IgnoreCase)?|String(Not)?Like|(Numeric|Date)(Not)?Equals|(Numeric|Date)(Less|Greater)Than(Equals)?|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?$|^Null$';

export const permissionsSchema: Schema = {
  type: 'array',
  description:
    "The function's permissions beyond the stage's tables and secrets, as statements of its role. A stage's own list replaces the project's (docs/permissions.md). Default: none.",
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['actions', 'resources'],
    properties: {
      actions: { ...texts, description: 'Actions as IAM names them: s3:GetObject. Required.' },
      resources: {
        ...texts,
        description: `ARNs. \${partition}, \${region}, \${account}, \${app}, \${stage}, \${function}, \${table.<name>}, \${table.<name>.arn}, \${queue.<name>}, \${queue.<name>.arn}, \${stateMachine.<name>}, \${stateMachine.<name>.arn}, \${topic.<name>}, \${topic.<name>.arn}, \${eventBus.<name>} and \${eventBus.<name>.arn} stand for the values of the stage. Required.`,
      },
      conditions: {
        type: 'object',
        description: 'Conditions as in IAM, by operator and key: { StringEquals: { aws:SourceVpc: vpc-1 } }.',
        propertyNames: { pattern: OPERATOR_PATTERN },
        additionalProperties: {
          type: 'object',
          minProperties: 1,
          additionalProperties: { oneOf: [conditionValue, { type: 'array', minItems: 1, items: conditionValue }] },
        },
      },
      why: {
        type: 'string',
        minLength: 1,
        description: 'The reason for allowing all actions of a service, or all resources. Required in that case.',
      },
    },
  },
};
