/** Finds schemas that check one value so often, in one place, that the check takes far too long or never ends. Pure. */
import { isObject, type Json, listOf, objectOf } from '../model/json.ts';
import { deref } from '../model/references.ts';

/** The limit is far above any real schema, and this many checks take only a moment. */
const MOST = 100_000;

/**
 * Whether a schema takes more steps than the limit or never ends, and none of the schemas inside it was already
 * reported.
 */
export function endlessSchemas(document: Json): (schema: Json) => boolean {
  const known = new Map<Json, number>();
  const endless = new Set<Json>();

  /**
   * Counts how many schemas check a value in its place: through `allOf` and its like, and references, but not members
   * and items. It keeps its own stack, because thousands of schemas can each lead to the next one.
   */
  function count(start: Json): void {
    const stack: { schema: Json; parts?: readonly Json[] }[] = [{ schema: start }];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const { schema, parts } = top;
      if (parts) {
        const steps = parts.map((part) => known.get(part)!);
        const sum = steps.reduce((total, each) => total + each, 1);
        if (sum > MOST && steps.every((each) => each <= MOST)) endless.add(schema);
        known.set(schema, sum);
        stack.pop();
      } else if (known.has(schema)) {
        // It checks the value by itself again. It is reported once, so a schema that leads to it counts it as nothing.
        if (known.get(schema) === 0) endless.add(schema);
        stack.pop();
      } else {
        known.set(schema, 0);
        top.parts = inPlace(document, schema).filter(isObject);
        stack.push(...top.parts.map((part) => ({ schema: part })).reverse());
      }
    }
  }

  return (schema) => {
    count(schema);
    return endless.has(schema);
  };
}

function inPlace(document: Json, schema: Json): unknown[] {
  const { $ref, allOf, anyOf, oneOf, not, if: condition, then, else: otherwise, dependentSchemas } = schema;
  return [
    // A `$ref` that is not a text leads nowhere; the rules for references report it.
    ...(typeof $ref === 'string' ? [deref(document, { $ref })] : []),
    ...[allOf, anyOf, oneOf].flatMap(listOf),
    ...[not, condition, then, otherwise],
    ...Object.values(objectOf(dependentSchemas)),
  ];
}
