/**
 * An OpenAPI 3.0 schema as the JSON Schema draft-04 that API Gateway's models are (aws-facts §2). Pure. What only
 * informs is left out; what constrains and cannot be kept is reported through `dropped`, since the gateway will then
 * let more through than the contract says.
 */
import type { Path } from '../config/problem.ts';
import { isObject, type Json, listOf, textOf } from './json.ts';
import { schemaName } from './references.ts';

export interface SanitiseOptions {
  /** Model name of a schema of components. */
  readonly modelName: (schema: string) => string;
  /** Told of each constraint that is lost; `path` is within the schema. */
  readonly dropped?: (path: Path, keyword: string) => void;
}

/** Draft-04 keywords whose values are plain. */
const KEPT = new Set(
  (
    'type title description enum multipleOf minimum maximum minLength maxLength pattern minItems maxItems uniqueItems ' +
    'minProperties maxProperties'
  ).split(' '),
);
/** No constraint is lost without these. API Gateway refuses or ignores them. */
const INFORMATIVE = new Set(
  'default example examples deprecated readOnly writeOnly externalDocs xml discriminator nullable $comment'.split(' '),
);
/** Formats that draft-04 defines. Others are unknown to validators, and number formats are refused. */
const FORMATS = new Set(['date-time', 'email', 'hostname', 'ipv4', 'ipv6', 'uri']);
/** Formats that describe an encoding or a machine type, not a constraint that a validator would check. */
const INFORMATIVE_FORMATS = new Set(['int32', 'int64', 'float', 'double', 'byte', 'binary', 'password']);

export function sanitiseSchema(schema: Json, options: SanitiseOptions, path: Path = []): Json {
  const name = schemaName(schema);
  // Whatever stands beside a $ref means nothing in OpenAPI 3.0.
  if (name !== undefined) return { $ref: `#/components/schemas/${options.modelName(name)}` };
  const clean: Json = {};
  for (const [keyword, value] of Object.entries(schema)) {
    const kept = sanitiseKeyword(schema, keyword, value, options, [...path, keyword]);
    if (kept !== undefined) Object.assign(clean, kept);
  }
  // `nullable` only means something beside a `type` (OpenAPI 3.0.3), so one of the two is true and never both.
  const nullable = schema.nullable === true && textOf(schema.type) !== undefined;
  return nullable ? { oneOf: [clean, { type: 'null' }] } : clean;
}

function sanitiseKeyword(
  schema: Json,
  keyword: string,
  value: unknown,
  options: SanitiseOptions,
  path: Path,
): Json | undefined {
  const sub = (each: unknown, where: Path) => (isObject(each) ? sanitiseSchema(each, options, where) : each);
  switch (keyword) {
    case 'properties':
    case 'patternProperties':
      if (!isObject(value)) return undefined;
      return {
        [keyword]: Object.fromEntries(Object.entries(value).map(([name, each]) => [name, sub(each, [...path, name])])),
      };
    case 'items':
    case 'not':
    case 'additionalProperties':
      return { [keyword]: sub(value, path) };
    case 'allOf':
    case 'anyOf':
    case 'oneOf':
      return { [keyword]: listOf(value).map((each, index) => sub(each, [...path, index])) };
    case 'required':
      // Draft-04 forbids an empty list.
      return listOf(value).length > 0 ? { required: value } : undefined;
    case 'exclusiveMinimum':
      return typeof value === 'number' ? { minimum: value, exclusiveMinimum: true } : { exclusiveMinimum: value };
    case 'exclusiveMaximum':
      return typeof value === 'number' ? { maximum: value, exclusiveMaximum: true } : { exclusiveMaximum: value };
    case 'const':
      return { enum: [value] };
    case 'minimum':
      return typeof schema.exclusiveMinimum === 'number' ? undefined : { minimum: value };
    case 'maximum':
      return typeof schema.exclusiveMaximum === 'number' ? undefined : { maximum: value };
    case 'format':
      if (FORMATS.has(String(value))) return { format: value };
      if (!INFORMATIVE_FORMATS.has(String(value))) options.dropped?.(path, `format: ${String(value)}`);
      return undefined;
    default:
      if (KEPT.has(keyword)) return { [keyword]: value };
      if (!INFORMATIVE.has(keyword) && !keyword.startsWith('x-')) options.dropped?.(path, keyword);
      return undefined;
  }
}
