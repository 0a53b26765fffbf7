/** Translates schemas from the OpenAPI 3.0 dialect to the JSON Schema that ajv compiles. Pure. */
import { isObject, type JsonObject } from './documented-operations.ts';

/** Keywords of OpenAPI 3.0 that describe and do not restrict. */
const DESCRIBING = new Set(['deprecated', 'discriminator', 'example', 'externalDocs', 'xml']);

/** Keywords whose members are names that the user chose, each with a schema. */
const MAPS = new Set(['$defs', 'definitions', 'dependentSchemas', 'patternProperties', 'properties']);

/** Keywords that hold data, not schemas. */
const DATA = new Set(['const', 'default', 'dependentRequired', 'enum', 'required', 'type']);

/** For ajv, of the handler's validators and of `apikit test`, so that both take the same schemas. */
export const SCHEMA_OPTIONS = {
  allErrors: true,
  // Strictness is the contract's own check; here whatever API Gateway accepts must compile.
  strict: false,
  logger: false,
  // The contract's own check has read the schemas; to compile the schema of schemas takes longer than to compile them.
  meta: false,
  validateSchema: false,
} as const;

export type Translate = (schema: unknown) => unknown;

/**
 * What OpenAPI 3.0 says otherwise than JSON Schema: `nullable`, boolean exclusive bounds, `readOnly`: such a property is
 * refused in a request, and not required of it. Without `defaults` they are left out: a request that changes some fields
 * must not set the others. `forAjv`: in a form that ajv compiles quickly.
 */
export function toJsonSchema({ defaults, forAjv }: { defaults: boolean; forAjv?: true }): Translate {
  let groups = 0;
  const translate: Translate = (schema) => {
    if (Array.isArray(schema)) return schema.map(translate);
    if (!isObject(schema)) return schema;
    const entries = Object.entries(schema).filter(
      ([key]) => !DESCRIBING.has(key) && !key.startsWith('x-') && (defaults || key !== 'default'),
    );
    const members = entries.map(([key, value]) => [key, member(key, value)] as const);
    const translated = withoutReadOnly(schema, exclusiveBounds(nullable(Object.fromEntries(members))));
    return forAjv ? inGroups(translated, () => `all-of-${++groups}`) : translated;
  };
  const member = (key: string, value: unknown): unknown => {
    if (DATA.has(key)) return value;
    return MAPS.has(key) ? mapSchemas(value, translate) : translate(value);
  };
  return translate;
}

/** ajv takes the square of the length of a list: it is quick with many short ones. */
const LONGEST_ALL_OF = 64;

/** The same schemas in lists of lists, none of which is long, and each of which is compiled by itself. */
function inGroups(schema: JsonObject, nextName: () => string): JsonObject {
  const { allOf } = schema;
  if (!Array.isArray(allOf) || allOf.length <= LONGEST_ALL_OF) return schema;
  const groups: JsonObject = {};
  const references: JsonObject[] = [];
  for (let start = 0; start < allOf.length; start += LONGEST_ALL_OF) {
    const $anchor = nextName();
    groups[$anchor] = { $anchor, allOf: allOf.slice(start, start + LONGEST_ALL_OF) };
    references.push({ $ref: `#${$anchor}` });
  }
  return inGroups({ ...schema, $defs: { ...(schema.$defs as JsonObject), ...groups }, allOf: references }, nextName);
}

function withoutReadOnly({ properties }: JsonObject, translated: JsonObject): JsonObject {
  const names = Object.entries(isObject(properties) ? properties : {}).flatMap(([name, property]) =>
    isObject(property) && property.readOnly === true ? [name] : [],
  );
  if (names.length === 0) return translated;
  const { required, ...rest } = translated;
  const still = Array.isArray(required) ? required.filter((name) => !names.includes(name)) : [];
  const refused = Object.fromEntries(names.map((name) => [name, false]));
  return {
    ...rest,
    properties: { ...(translated.properties as JsonObject), ...refused },
    ...(still.length > 0 && { required: still }),
  };
}

/** Each schema of a map of schemas, by its name. */
export function mapSchemas(map: unknown, translate: Translate): unknown {
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
