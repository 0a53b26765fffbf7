/** Requests with one fault each: a member that is missing, empty, or of another type than the model says. */
import type { NormalizedSchema } from '@smithy/core/schema';

type Structure = Record<string, unknown>;

/** Values of every JSON type; null and an empty structure also inside a list, where handlers seldom expect them. */
const STRANGERS: readonly unknown[] = [null, '', 'x', -1, [], {}, [null], [{}], { x: null }];

/** The depth to which members of members are damaged: the structures of a list and their members. */
const DEPTH = 3;

/** Returns a well-formed request: the members that the model requires, with `known` values for names that are known. */
export function plausible(schema: NormalizedSchema, known: Structure): Structure {
  return plausibleValue(schema, '', known, DEPTH) as Structure;
}

/** Returns the plausible request with every member in turn left out or replaced. */
export function* damaged(schema: NormalizedSchema, known: Structure): Generator<Structure> {
  const whole = plausible(schema, known);
  yield {};
  yield whole;
  for (const [name, member] of schema.structIterator()) {
    if (name in whole) yield without(whole, name);
    for (const value of damagedValues(member, name, known, DEPTH)) yield { ...whole, [name]: value };
  }
}

function* damagedValues(schema: NormalizedSchema, name: string, known: Structure, depth: number): Generator<unknown> {
  if (depth === DEPTH) yield* STRANGERS;
  else yield* [null, '', {}];
  if (depth === 0) return;
  if (schema.isListSchema()) {
    for (const value of damagedValues(schema.getValueSchema(), name, known, depth - 1)) yield [value];
  } else if (schema.isMapSchema()) {
    for (const value of damagedValues(schema.getValueSchema(), name, known, depth - 1)) yield { x: value };
  } else if (schema.isStructSchema()) {
    const whole = plausibleValue(schema, name, known, depth) as Structure;
    for (const [inner, member] of schema.structIterator()) {
      if (inner in whole) yield without(whole, inner);
      for (const value of damagedValues(member, inner, known, depth - 1)) yield { ...whole, [inner]: value };
    }
  }
}

function plausibleValue(schema: NormalizedSchema, name: string, known: Structure, depth: number): unknown {
  if (Object.hasOwn(known, name)) return known[name];
  if (schema.isListSchema())
    return depth === 0 ? [] : [plausibleValue(schema.getValueSchema(), name, known, depth - 1)];
  if (schema.isMapSchema())
    return depth === 0 ? {} : { x: plausibleValue(schema.getValueSchema(), name, known, depth - 1) };
  if (schema.isStructSchema()) {
    return Object.fromEntries(
      required(schema).map(([inner, member]) => [inner, plausibleValue(member, inner, known, depth - 1)]),
    );
  }
  if (schema.isBooleanSchema()) return true;
  if (schema.isNumericSchema()) return 1;
  if (schema.isTimestampSchema()) return 1_700_000_000;
  return schema.isBlobSchema() ? 'eA==' : 'x';
}

/** A structure's schema is `[3, namespace, name, traits, names, members, how many of them are required]`. */
function required(schema: NormalizedSchema): [string, NormalizedSchema][] {
  const count = (schema.getSchema() as unknown as readonly unknown[])[6] ?? 0;
  return [...schema.structIterator()].slice(0, count as number);
}

function without(structure: Structure, name: string): Structure {
  const { [name]: _, ...rest } = structure;
  return rest;
}
