/**
 * Finds schemas that check a nested value several times, where each check does the same one level deeper. A value of
 * thirty levels, a few hundred characters, is then checked 2^30 times. Pure.
 */
import { type Json, listOf, objectOf } from '../model/json.ts';
import { componentSchemas, deref } from '../model/references.ts';

/** Whether the finding is reported at this schema: it is reported at one schema of each cycle. */
export function doublingSchemas(document: Json): (schema: Json) => boolean {
  const circles = circlesOf(document);
  const reported = new Set<number>();
  return (schema) => {
    const circle = circles.get(schema);
    if (circle === undefined || reported.has(circle)) return false;
    const doubles = [...nestedIn(document, schema).values()].some(
      (nested) => nested.filter((each) => circles.get(each) === circle).length > 1,
    );
    if (doubles) reported.add(circle);
    return doubles;
  };
}

/**
 * Returns the schemas that check the members and items of a value, by the name of the member, one entry for each check.
 */
function nestedIn(document: Json, schema: Json): Map<string, Json[]> {
  const nested = new Map<string, Json[]>();
  const seen = new Map<Json, number>();
  const waiting = [schema];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    // A second check doubles the work at each level. Further ones make no difference to the finding.
    const times = (seen.get(part) ?? 0) + 1;
    if (times > 2) continue;
    seen.set(part, times);
    for (const [label, each] of membersOf(document, part)) nested.set(label, [...(nested.get(label) ?? []), each]);
    waiting.push(...partsOf(document, part));
  }
  return nested;
}

/** Returns the schemas that check the same value. */
function partsOf(document: Json, schema: Json): Json[] {
  const { allOf, anyOf, oneOf, not, if: condition, then, else: otherwise, dependentSchemas } = schema;
  const own = [[allOf, anyOf, oneOf].flatMap(listOf), not, condition, then, otherwise];
  return found(document, [...own.flat(), ...Object.values(objectOf(dependentSchemas))]);
}

function membersOf(document: Json, schema: Json): [label: string, schema: Json][] {
  const { properties, patternProperties, additionalProperties, unevaluatedProperties } = schema;
  const { items, contains, prefixItems, unevaluatedItems } = schema;
  const all: [string, unknown][] = [
    ...Object.entries(objectOf(properties)).map(([name, each]): [string, unknown] => [`.${name}`, each]),
    ...Object.values(objectOf(patternProperties)).map((each): [string, unknown] => ['*', each]),
    ...[additionalProperties, unevaluatedProperties].map((each): [string, unknown] => ['*', each]),
    ...listOf(prefixItems).map((each, index): [string, unknown] => [`${index}`, each]),
    ...[items, contains, unevaluatedItems].map((each): [string, unknown] => ['[]', each]),
  ];
  return all.flatMap(([label, each]) => found(document, [each]).map((schema): [string, Json] => [label, schema]));
}

const found = (document: Json, schemas: readonly unknown[]): Json[] =>
  schemas.map((each) => deref(document, each)).filter((each) => each !== undefined);

/** Gives each cycle of schemas that contain one another a number, by schema (Tarjan's algorithm, without recursion). */
function circlesOf(document: Json): Map<Json, number> {
  const order = new Map<Json, number>();
  const low = new Map<Json, number>();
  const open: Json[] = [];
  const isOpen = new Set<Json>();
  const circles = new Map<Json, number>();
  const nextOf = (schema: Json): Json[] =>
    Object.values(schema).some((value) => typeof value === 'object')
      ? [...partsOf(document, schema), ...membersOf(document, schema).map(([, each]) => each)]
      : [];
  const lower = (schema: Json, to: number) => low.set(schema, Math.min(low.get(schema)!, to));

  for (const root of found(document, Object.values(componentSchemas(document)))) {
    if (order.has(root)) continue;
    const path: { schema: Json; all: readonly Json[]; next: Json[] }[] = [];
    const enter = (schema: Json) => {
      order.set(schema, order.size);
      const all = nextOf(schema);
      // A schema without others inside is in no cycle.
      if (all.length === 0) return;
      low.set(schema, order.get(schema)!);
      open.push(schema);
      isOpen.add(schema);
      path.push({ schema, all, next: [...all] });
    };
    enter(root);
    for (let at = path.at(-1); at; at = path.at(-1)) {
      const { schema } = at;
      const next = at.next.pop();
      if (next) {
        if (!order.has(next)) enter(next);
        else if (isOpen.has(next)) lower(schema, order.get(next)!);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above) lower(above.schema, low.get(schema)!);
      if (low.get(schema) !== order.get(schema)) continue;
      const members = open.splice(open.lastIndexOf(schema));
      for (const member of members) isOpen.delete(member);
      if (members.length > 1 || at.all.includes(schema))
        for (const member of members) circles.set(member, order.get(schema)!);
    }
  }
  return circles;
}
