/**
 * Which schemas a model of API Gateway expresses exactly. A model may let more through than the contract, never less;
 * below `not`, `oneOf` and `if`, more is less, so that only what is exact may stand there. Pure.
 */
import { isObject, type Json, listOf, objectOf } from '../model/json.ts';
import { schemaName } from '../model/references.ts';
import { HANDLER_ONLY, isKnown, UNSURE } from './schema-keywords.ts';

/** Whether a schema, with all that it refers to, is exact. */
export type IsExact = (schema: unknown) => boolean;

/** `components` by their names in the contract. */
export function exactness(components: Json): IsExact {
  const found = new Map(Object.entries(components).map(([name, schema]) => [name, inspect(schema)]));
  const usedBy = new Map<string, string[]>();
  for (const [name, { refs }] of found) for (const ref of refs) usedBy.set(ref, [...(usedBy.get(ref) ?? []), name]);
  const inexact = new Set([...found].filter(([, { exact }]) => !exact).map(([name]) => name));
  // Grows while it is read: what refers to something inexact is so too.
  for (const name of inexact) for (const user of usedBy.get(name) ?? []) inexact.add(user);
  return (schema) => {
    const { exact, refs } = inspect(schema);
    return exact && [...refs].every((ref) => !inexact.has(ref));
  };
}

/** Keywords that hold one schema, several, or several by name. */
const ONE = ['items', 'additionalProperties', 'not', 'if', 'then', 'else'];
const LISTS = ['allOf', 'anyOf', 'oneOf'];
const MAPS = ['properties', 'patternProperties'];

function inspect(root: unknown): { exact: boolean; refs: Set<string> } {
  const refs = new Set<string>();
  let exact = true;
  const pending = [root];
  for (const schema of pending) {
    if (!isObject(schema)) continue;
    const name = schemaName(schema);
    if (name !== undefined) {
      refs.add(name);
      continue;
    }
    for (const keyword of Object.keys(schema)) {
      if (UNSURE.has(keyword) || HANDLER_ONLY.has(keyword)) exact = false;
      // Nobody checks those.
      if (!isKnown(keyword)) continue;
      if (ONE.includes(keyword)) pending.push(schema[keyword]);
      if (LISTS.includes(keyword)) pending.push(...listOf(schema[keyword]));
      if (MAPS.includes(keyword)) pending.push(...Object.values(objectOf(schema[keyword])));
    }
  }
  return { exact, refs };
}
