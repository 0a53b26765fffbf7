/** Schemas that have one value checked so often, in one place, that nobody sees the end of it. Pure. */
import { isObject, type Json, listOf, objectOf } from '../model/json.ts';
import { deref } from '../model/references.ts';

/** Far more than anybody writes, and done in a moment. */
const MOST = 100_000;

/** Whether a schema, and nothing that it is made of already, takes more steps than that or never ends. */
export function endlessSchemas(document: Json): (schema: Json) => boolean {
  const known = new Map<Json, number>();
  const endless = new Set<Json>();

  /** How many schemas check a value in its place: `allOf` and its like, and references, but no members and no items. */
  function stepsOf(schema: unknown): number {
    if (!isObject(schema)) return 0;
    const before = known.get(schema);
    if (before !== undefined) {
      // It checks the value by itself again. Whoever meets it later finds that it is told already.
      if (before === 0) endless.add(schema);
      return before;
    }
    known.set(schema, 0);
    const parts = inPlace(document, schema).map(stepsOf);
    const steps = parts.reduce((sum, part) => sum + part, 1);
    if (steps > MOST && parts.every((part) => part <= MOST)) endless.add(schema);
    known.set(schema, steps);
    return steps;
  }

  return (schema) => {
    stepsOf(schema);
    return endless.has(schema);
  };
}

function inPlace(document: Json, schema: Json): unknown[] {
  const { $ref, allOf, anyOf, oneOf, not, if: condition, then, else: otherwise, dependentSchemas } = schema;
  return [
    // A `$ref` that is no text leads nowhere; the rules for references tell of it.
    ...(typeof $ref === 'string' ? [deref(document, { $ref })] : []),
    ...[allOf, anyOf, oneOf].flatMap(listOf),
    ...[not, condition, then, otherwise],
    ...Object.values(objectOf(dependentSchemas)),
  ];
}
