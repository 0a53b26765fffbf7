/** Translates schemas from OpenAPI 3.0 to the JSON Schema that ajv compiles. Pure. */
import { isObject, type Json } from '../../contract/model/json.ts';

/** Keywords of OpenAPI 3.0 that only describe. */
const DESCRIBING = new Set(['deprecated', 'discriminator', 'example', 'externalDocs', 'xml']);

/** Keywords whose members are the user's names, each with a schema. */
const MAPS = new Set(['$defs', 'definitions', 'dependentSchemas', 'patternProperties', 'properties']);

/** Keywords that contain data, not schemas. */
const DATA = new Set(['const', 'default', 'dependentRequired', 'enum', 'required', 'type']);

/** The options of ajv for the handler's validators and for `apikit test`, so that both accept the same schemas. */
export const SCHEMA_OPTIONS = {
  allErrors: true,
  // The lint is strict. Here every schema that API Gateway accepts must compile.
  strict: false,
  logger: false,
  // The lint has already checked the schemas. Compiling the meta-schema takes longer than compiling them.
  meta: false,
  validateSchema: false,
} as const;

export type Translate = (schema: unknown) => unknown;

/**
 * Translates what OpenAPI 3.0 expresses differently: `nullable`, boolean exclusive bounds, and `readOnly`, which a
 * request must not contain and does not require. Without `defaults`, they are left out: a request that changes some
 * fields must not set the others. `forAjv` returns a form that ajv compiles fast.
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

/** The time of ajv grows with the square of a list's length, so many short lists are faster. */
const LONGEST_ALL_OF = 64;

/** Splits the list into nested lists, none of which is long. Each is compiled separately. */
function inGroups(schema: Json, nextName: () => string): Json {
  const { allOf } = schema;
  if (!Array.isArray(allOf) || allOf.length <= LONGEST_ALL_OF) return schema;
  const groups: Json = {};
  const references: Json[] = [];
  for (let start = 0; start < allOf.length; start += LONGEST_ALL_OF) {
    const $anchor = nextName();
    groups[$anchor] = { $anchor, allOf: allOf.slice(start, start + LONGEST_ALL_OF) };
    references.push({ $ref: `#${$anchor}` });
  }
  return inGroups({ ...schema, $defs: { ...(schema.$defs as Json), ...groups }, allOf: references }, nextName);
}

function withoutReadOnly({ properties }: Json, translated: Json): Json {
  const names = Object.entries(isObject(properties) ? properties : {}).flatMap(([name, property]) =>
    isObject(property) && property.readOnly === true ? [name] : [],
  );
  if (names.length === 0) return translated;
  const { required, ...rest } = translated;
  const still = Array.isArray(required) ? required.filter((name) => !names.includes(name)) : [];
  const refused = Object.fromEntries(names.map((name) => [name, false]));
  return {
    ...rest,
    properties: { ...(translated.properties as Json), ...refused },
    ...(still.length > 0 && { required: still }),
  };
}

/** Translates each schema of a map. */
export function mapSchemas(map: unknown, translate: Translate): unknown {
  return isObject(map)
    ? Object.fromEntries(Object.entries(map).map(([name, schema]) => [name, translate(schema)]))
    : map;
}

function nullable({ nullable, ...schema }: Json): Json {
  if (nullable !== true) return schema;
  const { enum: values, type } = schema;
  return {
    ...schema,
    ...(typeof type === 'string' && { type: [type, 'null'] }),
    ...(Array.isArray(values) && !values.includes(null) && { enum: [...values, null] }),
  };
}

function exclusiveBounds(schema: Json): Json {
  const { exclusiveMinimum, exclusiveMaximum, minimum, maximum, ...rest } = schema;
  return {
    ...rest,
    ...bound('minimum', 'exclusiveMinimum', minimum, exclusiveMinimum),
    ...bound('maximum', 'exclusiveMaximum', maximum, exclusiveMaximum),
  };
}

function bound(inclusive: string, exclusive: string, limit: unknown, isExclusive: unknown): Json {
  if (typeof isExclusive === 'number')
    return { ...(limit !== undefined && { [inclusive]: limit }), [exclusive]: isExclusive };
  if (limit === undefined) return {};
  return { [isExclusive === true ? exclusive : inclusive]: limit };
}
