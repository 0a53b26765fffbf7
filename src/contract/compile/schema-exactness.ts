/**
 * Finds the schemas that a model of API Gateway expresses exactly. A model may accept more than the contract, never
 * less. Below `not`, `oneOf` and `if`, a wider schema makes the whole narrower, so only exact schemas may stand there.
 * Pure.
 */
import { isObject, type Json, listOf, objectOf } from '../model/json.ts';
import { schemaName } from '../model/references.ts';
import { HANDLER_ONLY, isKnown, UNSURE } from './schema-keywords.ts';

/** Whether a schema is exact, including all schemas that it refers to. */
export type IsExact = (schema: unknown) => boolean;

/** Expects in `components` the schemas by their names in the contract. */
export function exactness(components: Json): IsExact {
  const found = new Map(Object.entries(components).map(([name, schema]) => [name, inspect(schema)]));
  const usedBy = new Map<string, string[]>();
  for (const [name, { refs }] of found) for (const ref of refs) usedBy.set(ref, [...(usedBy.get(ref) ?? []), name]);
  const inexact = new Set([...found].filter(([, { exact }]) => !exact).map(([name]) => name));
  // The set grows while the loop reads it: a schema that refers to an inexact schema is inexact, too.
  for (const name of inexact) for (const user of usedBy.get(name) ?? []) inexact.add(user);
  return (schema) => {
    const { exact, refs } = inspect(schema);
    return exact && [...refs].every((ref) => !inexact.has(ref));
  };
}

/** Keywords that hold one schema, several schemas, or several schemas by name. */
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
      // No validator checks unknown keywords.
      if (!isKnown(keyword)) continue;
      if (ONE.includes(keyword)) pending.push(schema[keyword]);
      if (LISTS.includes(keyword)) pending.push(...listOf(schema[keyword]));
      if (MAPS.includes(keyword)) pending.push(...Object.values(objectOf(schema[keyword])));
    }
  }
  return { exact, refs };
}
