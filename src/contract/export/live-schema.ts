/** Reads the models of an API Gateway export. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json, listOf } from '../model/json.ts';
import { componentSchemas, schemaName } from '../model/references.ts';

export const modelIn = (document: Json, model: string): unknown => componentSchemas(document)[model];

/** Whether two models accept the same values. The order of members and of required names does not count. */
export function sameModel(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(comparable(one), comparable(other));
}

function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (!isObject(value)) return value;
  const { $schema: _, required, ...rest } = value;
  const made = Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, comparable(item)]));
  return {
    ...made,
    ...(required !== undefined && { required: Array.isArray(required) ? [...required].sort() : required }),
  };
}

/**
 * Renames references to the contract's schema names, and writes null in the form of OpenAPI 3.0: models are JSON Schema
 * draft 4.
 */
export function liveSchema(value: unknown, names: ReadonlyMap<string, string> = new Map()): unknown {
  if (Array.isArray(value)) return value.map((item) => liveSchema(item, names));
  if (!isObject(value)) return value;
  const model = schemaName(value);
  if (model !== undefined) return { $ref: `#/components/schemas/${names.get(model) ?? model}` };
  const { $schema: _, type, ...rest } = value;
  const others = listOf(type).filter((each) => each !== 'null');
  const single = Array.isArray(type) && others.length === 1;
  const members = Object.entries(rest).map(([key, item]) => [key, liveSchema(item, names)]);
  return {
    ...(type !== undefined && { type: single ? others[0] : type }),
    ...Object.fromEntries(members),
    ...(single && others.length < listOf(type).length && { nullable: true }),
  };
}
