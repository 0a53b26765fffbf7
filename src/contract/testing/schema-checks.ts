/**
 * Compiles schemas of a contract to checks, in the dialect of the handler's validators
 * (`codegen/operations/json-schema.ts`). The validators read requests. A response may contain what is `readOnly`, and
 * lacks what is `writeOnly`.
 */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { mapSchemas, SCHEMA_OPTIONS, toJsonSchema } from '../../codegen/operations/json-schema.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { boundedRegExp, loadRe2 } from '../../regexp/bounded-regexp.ts';
import type { Schema } from '../model/content.ts';
import { isObject, type Json, listOf, objectOf } from '../model/json.ts';
import { componentSchemas, schemaName } from '../model/references.ts';

// The pattern and the text come from other authors, and checks run as soon as this file is loaded.
await loadRe2();

export interface Fault {
  /** The keyword of the schema that the value violates. */
  readonly keyword: string;
  /** A JSON pointer into the value. */
  readonly at: string;
  readonly message: string;
}

/** Returns an empty list if the value is valid. */
export type Check = (value: unknown) => Fault[];

export interface SchemaChecks {
  request(schema: Schema): Check;
  response(schema: Schema): Check;
  /** Checks a string from a request, which stands for the number, boolean or list of the schema. */
  text(schema: Schema): Check;
}

export function schemaChecks(document: Json): SchemaChecks {
  const requests = toJsonSchema({ defaults: false, forAjv: true });
  const translateResponse = (schema: unknown) => requests(asAnswered(schema));
  const request = compiler(document, requests);
  const response = compiler(document, translateResponse);
  return { request, response, text: compiler(document, requests, { coerceTypes: 'array' }) };
}

/** The regular expressions of ajv. A text whose match takes too long counts as valid. */
const regExp = Object.assign(
  (pattern: string, flags: string) => {
    const bounded = boundedRegExp(pattern, flags);
    return { test: (text: string) => bounded.search(text) !== false, toString: () => String(bounded) };
  },
  { code: '' },
);

function compiler(document: Json, translate: (schema: unknown) => unknown, options: { coerceTypes?: 'array' } = {}) {
  const ajv = new Ajv2020({ ...SCHEMA_OPTIONS, validateFormats: true, code: { regExp }, ...options });
  addFormats.default(ajv);
  const schemas = objectOf(mapSchemas(componentSchemas(document), translate));
  // Each schema has its own address, so that ajv compiles it once for all references.
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(absolute(schema) as Schema, addressOf(name));
  const known = new Map<Schema, Check>();
  return (schema: Schema): Check => {
    const check = known.get(schema) ?? checkOf(compiled(ajv, absolute(translate(schema)) as Schema), options);
    known.set(schema, check);
    return check;
  };
}

function compiled(ajv: Ajv2020, schema: Schema): ValidateFunction {
  try {
    return ajv.compile(schema);
  } catch (cause) {
    // Thousands of schemas that lead to one another overflow the compiler's stack.
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ApikitError('InvalidSchema', `The contract has a schema that cannot be compiled: ${reason}.`, {
      hint: '`apikit validate` says which operation has it. Correct the schema and try again.',
      exitCode: EXIT.usage,
      cause,
    });
  }
}

function checkOf(validate: ValidateFunction, { coerceTypes }: { coerceTypes?: 'array' }): Check {
  return (value) => {
    // The check may change the value (coercion), so it gets a copy.
    const valid = validate(coerceTypes === undefined ? value : structuredClone(value));
    return valid ? [] : (validate.errors ?? []).map(faultOf);
  };
}

function faultOf({ keyword, instancePath, message = 'is not valid', params }: ErrorObject): Fault {
  const more = keyword === 'additionalProperties' ? ` (${String(params.additionalProperty)})` : '';
  const allowed = keyword === 'enum' ? `: ${listOf(params.allowedValues).map(String).join(', ')}` : '';
  return { keyword, at: instancePath, message: `${message}${more}${allowed}` };
}

const addressOf = (name: string) => `contract:/${encodeURIComponent(name)}`;

/** References are absolute, because each schema is compiled separately. */
function absolute(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(absolute);
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      const name = key === '$ref' ? schemaName({ $ref: value }) : undefined;
      return [key, name === undefined ? absolute(value) : addressOf(name)];
    }),
  );
}

/** In a response, `readOnly` forbids nothing, and a `writeOnly` property is not required. */
function asAnswered(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(asAnswered);
  if (!isObject(schema)) return schema;
  const { readOnly: flag, required, ...rest } = schema;
  const hidden = Object.entries(objectOf(schema.properties)).flatMap(([name, property]) =>
    isObject(property) && property.writeOnly === true ? [name] : [],
  );
  const still = Array.isArray(required) ? required.filter((name) => !hidden.includes(String(name))) : required;
  return {
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, asAnswered(value)])),
    // A property may have the name readOnly; its value is then a schema.
    ...(isObject(flag) && { readOnly: asAnswered(flag) }),
    ...(still !== undefined && { required: still }),
  };
}
