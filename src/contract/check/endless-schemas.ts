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
   * Returns how many schemas check a value in its place: through `allOf` and its like, and references, but not members
   * and items.
   */
  function stepsOf(schema: unknown): number {
    if (!isObject(schema)) return 0;
    const before = known.get(schema);
    if (before !== undefined) {
      // It checks the value by itself again. It is reported once, so a schema that leads to it counts it as nothing.
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
    // A `$ref` that is not a text leads nowhere; the rules for references report it.
    ...(typeof $ref === 'string' ? [deref(document, { $ref })] : []),
    ...[allOf, anyOf, oneOf].flatMap(listOf),
    ...[not, condition, then, otherwise],
    ...Object.values(objectOf(dependentSchemas)),
  ];
}
