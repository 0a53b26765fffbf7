/**
 * Schemas by the direction of their values. A request has no `readOnly` property, and a response no `writeOnly` one, so
 * a schema with such properties has two types. Pure.
 */
import { isObject, type Json } from '../../contract/model/json.ts';
import { componentSchemas, referenceTo, schemaName } from '../../contract/model/references.ts';

export interface Directions {
  /** A document with all schemas: as responses have them and, under names of their own, as requests have them. */
  readonly document: Json;
  sent(schema: unknown): unknown;
  received(schema: unknown): unknown;
}

type Rename = (name: string) => string;

export function directionsOf(document: Json): Directions {
  const schemas = componentSchemas(document);
  const differing = differingSchemas(schemas);
  const sentName: Rename = (name) => (differing.has(name) ? `${name} sent` : name);
  const sent = (schema: unknown) => rewrite(schema, 'readOnly', sentName);
  const received = (schema: unknown) => rewrite(schema, 'writeOnly', (name) => name);
  const all = Object.entries(schemas).map(([name, schema]) => [name, received(schema)] as const);
  const others = [...differing].map((name) => [sentName(name), sent(schemas[name])] as const);
  return { document: { components: { schemas: Object.fromEntries([...all, ...others]) } }, sent, received };
}

/** Returns the schemas that have a property for one direction, themselves or through a reference. */
function differingSchemas(schemas: Json): Set<string> {
  const users = new Map<string, string[]>();
  const differing = new Set<string>();
  for (const [name, schema] of Object.entries(schemas)) {
    const note: Rename = (other) => {
      users.set(other, [...(users.get(other) ?? []), name]);
      return other;
    };
    const both = [rewrite(schema, 'readOnly', note), rewrite(schema, 'writeOnly', (other) => other)];
    if (both.some((each) => JSON.stringify(each) !== JSON.stringify(schema))) differing.add(name);
  }
  // A set also visits what is added during the visit.
  for (const name of differing) for (const user of users.get(name) ?? []) differing.add(user);
  return differing;
}

/** Removes the properties that have the mark, and renames references. */
function rewrite(schema: unknown, mark: 'readOnly' | 'writeOnly', rename: Rename): unknown {
  if (!isObject(schema)) return schema;
  const inner = (each: unknown) => rewrite(each, mark, rename);
  const all = (list: unknown) => (Array.isArray(list) ? list.map(inner) : list);
  const name = schemaName(schema);
  const rewritten: Json = { ...schema };
  if (name !== undefined) rewritten.$ref = referenceTo({ section: 'schemas', name: rename(name) });
  for (const keyword of ['items', 'additionalProperties']) {
    if (keyword in schema) rewritten[keyword] = inner(schema[keyword]);
  }
  for (const keyword of ['allOf', 'oneOf', 'anyOf', 'prefixItems']) {
    if (keyword in schema) rewritten[keyword] = all(schema[keyword]);
  }
  if (isObject(schema.properties)) {
    const kept = Object.entries(schema.properties).filter(([, each]) => !isObject(each) || each[mark] !== true);
    rewritten.properties = Object.fromEntries(kept.map(([key, each]) => [key, inner(each)]));
  }
  return rewritten;
}
