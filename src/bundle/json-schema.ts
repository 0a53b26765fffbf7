/** Translates schemas from the OpenAPI 3.0 dialect to the JSON Schema that ajv compiles. Pure. */
import { isObject, type JsonObject } from './json-bodies.ts';

/** Keywords of OpenAPI 3.0 that describe and do not restrict. */
const DESCRIBING = new Set(['deprecated', 'discriminator', 'example', 'externalDocs', 'xml']);

/** Keywords whose members are names that the user chose, each with a schema. */
const MAPS = new Set(['properties', 'definitions', 'patternProperties']);

/** Keywords that hold data, not schemas. */
const DATA = new Set(['default', 'enum', 'required']);

/** What OpenAPI 3.0 says otherwise than JSON Schema: `nullable`, boolean exclusive bounds, `readOnly` in requests. */
export function toJsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(toJsonSchema);
  if (!isObject(schema)) return schema;
  const entries = Object.entries(schema).filter(([key]) => !DESCRIBING.has(key) && !key.startsWith('x-'));
  return exclusiveBounds(nullable(Object.fromEntries(entries.map(([key, value]) => [key, member(key, value)]))));
}

function member(key: string, value: unknown): unknown {
  if (DATA.has(key)) return value;
  if (MAPS.has(key)) return mapSchemas(value, toJsonSchema);
  return toJsonSchema(value);
}

/** Each schema of a map of schemas, by its name. */
export function mapSchemas(map: unknown, translate: (schema: unknown) => unknown): unknown {
  return isObject(map)
    ? Object.fromEntries(Object.entries(map).map(([name, schema]) => [name, translate(schema)]))
    : map;
}

function nullable({ nullable, ...schema }: JsonObject): JsonObject {
  if (nullable !== true) return schema;
  const { enum: values, type } = schema;
  return {
    ...schema,
    ...(typeof type === 'string' && { type: [type, 'null'] }),
    ...(Array.isArray(values) && !values.includes(null) && { enum: [...values, null] }),
  };
}

function exclusiveBounds(schema: JsonObject): JsonObject {
  const { exclusiveMinimum, exclusiveMaximum, minimum, maximum, ...rest } = schema;
  return {
    ...rest,
    ...bound('minimum', 'exclusiveMinimum', minimum, exclusiveMinimum),
    ...bound('maximum', 'exclusiveMaximum', maximum, exclusiveMaximum),
  };
}

function bound(inclusive: string, exclusive: string, limit: unknown, isExclusive: unknown): JsonObject {
  if (typeof isExclusive === 'number')
    return { ...(limit !== undefined && { [inclusive]: limit }), [exclusive]: isExclusive };
  if (limit === undefined) return {};
  return { [isExclusive === true ? exclusive : inclusive]: limit };
}
