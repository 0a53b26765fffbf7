/** A schema of a contract without its outermost references and combinations, as far as they can be put together. Pure. */
import { isObject, type Json, listOf, objectOf } from '../model/json.ts';
import { deref } from '../model/references.ts';

/** So many schemas are put together at most. */
const MOST = 200;

/**
 * The members of the schema itself, of what it refers to, of everything in `allOf`, and of the alternative `choice` of
 * `oneOf` and `anyOf`: enough to make a value that is then checked against the schema as it is.
 */
export function flatten(document: Json, schema: unknown, choice = 0, seen = new Set<Json>()): Json {
  const found = isObject(schema) ? deref(document, schema) : undefined;
  // One that is met again adds nothing to what it has given already.
  if (!found || seen.has(found) || seen.size >= MOST) return {};
  seen.add(found);
  const { allOf, oneOf, anyOf, ...own } = found;
  const chosen = [oneOf, anyOf].flatMap((alternatives) => {
    const list = listOf(alternatives);
    return list.length === 0 ? [] : [list[choice % list.length]];
  });
  const parts = [...listOf(allOf), ...chosen].map((part) => flatten(document, part, choice, seen));
  return parts.reduce(together, own);
}

function together(one: Json, other: Json): Json {
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

/** The types of a flat schema; what it says nothing of is told by its other keywords. */
export function typesOf({ type, properties, items, nullable }: Json): string[] {
  const said = typeof type === 'string' ? [type] : listOf(type).filter((each) => typeof each === 'string');
  const types = said.length > 0 ? said : isObject(properties) ? ['object'] : isObject(items) ? ['array'] : [];
  return nullable === true ? [...types, 'null'] : types;
}
