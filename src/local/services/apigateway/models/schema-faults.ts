/**
 * Checks the schema of a model as API Gateway does: it must be a valid JSON schema of draft 4, without other keywords.
 * The texts are AWS's. Those of keywords and of wrong values are reported by users (segurvita/swagger-rm-example-go,
 * and Terraform's conversion of integers to strings), that of references by users of the CDK in April 2024.
 */
import type { AwsError } from '../../../cloud/aws-error.ts';
import { isPlainObject } from '../../../cloud/plain-object.ts';
import { badRequest } from '../errors.ts';

type Check = (value: unknown) => boolean;

const TYPES: readonly unknown[] = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isNumber: Check = (value) => typeof value === 'number';
const isCount: Check = (value) => Number.isInteger(value) && (value as number) >= 0;
const isFilled: Check = (value) => Array.isArray(value) && value.length > 0;
const areTexts: Check = (value) => Array.isArray(value) && value.length > 0 && value.every(isText);
const isType: Check = (value) =>
  Array.isArray(value) ? value.length > 0 && value.every((one) => TYPES.includes(one)) : TYPES.includes(value);

/** Keywords whose values contain no schemas. */
const PLAIN: Readonly<Record<string, Check>> = {
  $ref: isText,
  $schema: isText,
  default: () => true,
  description: isText,
  enum: isFilled,
  exclusiveMaximum: isFlag,
  exclusiveMinimum: isFlag,
  format: isText,
  id: isText,
  maxItems: isCount,
  maxLength: isCount,
  maxProperties: isCount,
  maximum: isNumber,
  minItems: isCount,
  minLength: isCount,
  minProperties: isCount,
  minimum: isNumber,
  multipleOf: (value) => typeof value === 'number' && value > 0,
  pattern: isText,
  required: areTexts,
  title: isText,
  type: isType,
  uniqueItems: isFlag,
};

/** Keywords with one schema, with a list of schemas, and with schemas by name. */
const SINGLE = ['additionalItems', 'additionalProperties', 'items', 'not'];
const LISTS = ['allOf', 'anyOf', 'oneOf'];
const MAPS = ['definitions', 'dependencies', 'patternProperties', 'properties'];

const INVALID = 'Invalid model schema specified';

/** Returns AWS's text for each error. */
export function schemaFaults(schema: unknown): string[] {
  if (!isPlainObject(schema)) return [INVALID];
  const unknown = Object.keys(schema).filter((keyword) => !isKeyword(keyword));
  return [
    ...(unknown.length > 0 ? [`${INVALID}. Unsupported keyword(s): ${JSON.stringify(unknown)}`] : []),
    ...syntaxFaults(schema),
    ...Object.entries(schema).flatMap(([keyword, value]) => innerOf(keyword, value).flatMap(schemaFaults)),
  ];
}

const isKeyword = (keyword: string): boolean =>
  Object.hasOwn(PLAIN, keyword) || [...SINGLE, ...LISTS, ...MAPS].includes(keyword);

function syntaxFaults(schema: Readonly<Record<string, unknown>>): string[] {
  const wrong = Object.entries(schema).filter(([keyword, value]) => !isWellFormed(keyword, value));
  const foreign = isText(schema.$ref) && isForeign(schema.$ref as string);
  return [...wrong.map(() => INVALID), ...(foreign ? ['Model reference must be in canonical form'] : [])];
}

function isWellFormed(keyword: string, value: unknown): boolean {
  if (Object.hasOwn(PLAIN, keyword)) return PLAIN[keyword]!(value);
  if (LISTS.includes(keyword)) return isFilled(value);
  if (MAPS.includes(keyword)) return isPlainObject(value);
  return true;
}

/** References lead to a model of the API by its URL, or to a place in the same schema. */
const isForeign = (reference: string): boolean =>
  !/^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/[^/]+$/.test(reference) &&
  (!reference.startsWith('#') || reference.startsWith('#/components/'));

/** Returns the schemas in the value of a keyword. */
function innerOf(keyword: string, value: unknown): unknown[] {
  if (SINGLE.includes(keyword)) {
    if (typeof value === 'boolean' && keyword.startsWith('additional')) return [];
    return keyword === 'items' && Array.isArray(value) ? value : [value];
  }
  if (LISTS.includes(keyword)) return Array.isArray(value) ? value : [];
  if (!MAPS.includes(keyword) || !isPlainObject(value)) return [];
  // A dependency can be a list of names.
  return Object.values(value).filter((one) => keyword !== 'dependencies' || !Array.isArray(one));
}

export const invalidModel = (faults: readonly string[]): AwsError =>
  badRequest(`Invalid model specified: Validation Result: warnings : [], errors : [${faults.join(', ')}]`);
