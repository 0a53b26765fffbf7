/** Flattens a schema: resolves its outermost references and combines its alternatives as far as possible. Pure. */
import { isObject, type Json, listOf, objectOf } from '../model/json.ts';
import { deref } from '../model/references.ts';

/** The limit of combined schemas. */
const MOST = 200;

/**
 * Returns the members of the schema itself, of its references, of everything in `allOf`, and of the alternative
 * `choice` of `oneOf` and `anyOf`. That is enough to generate a value, which is then checked against the original
 * schema.
 */
export function flatten(document: Json, schema: unknown, choice = 0, seen = new Set<Json>()): Json {
  const found = isObject(schema) ? deref(document, schema) : undefined;
  // A schema that occurs again adds nothing new.
  if (!found || seen.has(found) || seen.size >= MOST) return {};
  seen.add(found);
  const { allOf, oneOf, anyOf, ...own } = found;
  const chosen = [oneOf, anyOf].flatMap((alternatives) => {
    const list = listOf(alternatives);
    return list.length === 0 ? [] : [list[choice % list.length]];
  });
  const parts = [...listOf(allOf), ...chosen].map((part) => flatten(document, part, choice, seen));
  return parts.reduce(mergeAllOf, own);
}

function mergeAllOf(one: Json, other: Json): Json {
  return {
    ...other,
    ...one,
    ...((one.properties ?? other.properties) !== undefined && {
      properties: { ...objectOf(other.properties), ...objectOf(one.properties) },
    }),
    ...((one.required ?? other.required) !== undefined && {
      required: [...new Set([...listOf(one.required), ...listOf(other.required)])],
    }),
  };
}

/** Returns the types of a flat schema. Without `type`, its other keywords show the type. */
export function typesOf({ type, properties, items, nullable }: Json): string[] {
  const declaredTypes = typeof type === 'string' ? [type] : listOf(type).filter((each) => typeof each === 'string');
  const types =
    declaredTypes.length > 0 ? declaredTypes : isObject(properties) ? ['object'] : isObject(items) ? ['array'] : [];
  return nullable === true ? [...types, 'null'] : types;
}
