/**
 * Brings schemas of 2.0, 3.0 and 3.1 into one dialect: JSON Schema 2020-12 without `$id`, `$anchor` and `$defs`, but
 * with `nullable: true` and the boolean exclusive bounds of 3.0. No constraint is lost here. Pure.
 */
import { isObject, type Json, listOf } from '../model/json.ts';
import { below, type Origin } from './origin.ts';
import type { Reading } from './reading.ts';
import { unicodePattern } from './unicode-pattern.ts';

/** The references already resolve what `$defs` held. The other keywords only name or describe the schema. */
const SCAFFOLD = ['$schema', '$id', '$anchor', '$dynamicAnchor', '$comment', '$defs', 'definitions', '$vocabulary'];

/** Keywords that only inform. Beside a `$ref`, ignoring them loses no constraint. */
const INFORMS = new Set('description summary title example examples deprecated externalDocs xml default'.split(' '));

export function normaliseSchema(schema: Json, origin: Origin, { version, origins, say }: Reading): Json {
  const made = { ...schema };
  for (const keyword of SCAFFOLD) delete made[keyword];
  for (const keyword of ['$dynamicRef', '$recursiveRef']) {
    if (made[keyword] === undefined) continue;
    say('ref-dynamic', below(origin, keyword), `${keyword} has no fixed target.`);
    delete made[keyword];
  }
  const types = listOf(made.type);
  if (types.length === 1) made.type = types[0];
  // Some documents have a map of examples here, as in a media type. A schema needs a list, and no validator uses it.
  if (!Array.isArray(made.examples)) delete made.examples;
  if (typeof made.pattern === 'string') made.pattern = unicodePattern(made.pattern);
  if (isObject(made.patternProperties)) {
    const { patternProperties } = made;
    made.patternProperties = Object.fromEntries(
      Object.entries(patternProperties).map(([pattern, each]) => [unicodePattern(pattern), each]),
    );
    origins.set(made.patternProperties as Json, below(origin, 'patternProperties'));
  }
  if (version === '2.0') {
    if (made['x-nullable'] === true) made.nullable = true;
    if (made.type === 'file') Object.assign(made, { type: 'string', format: 'binary' });
    if (typeof made.discriminator === 'string') made.discriminator = { propertyName: made.discriminator };
  }
  return made;
}

/** Joins a reference with the keywords beside it. In 3.1 both count; in earlier versions only the reference does. */
export function withSiblings(
  reference: Json,
  siblings: Json,
  origin: Origin,
  { version, origins, say }: Reading,
): Json {
  const counting = Object.keys(siblings).filter((key) => !INFORMS.has(key) && !key.startsWith('x-'));
  if (version !== '3.1') {
    if (counting.length > 0) {
      const message = `${counting.join(', ')} beside a $ref ${counting.length === 1 ? 'is' : 'are'} ignored.`;
      say('ref-siblings', below(origin, counting[0]!), message);
    }
    return reference;
  }
  if (Object.keys(siblings).length === 0) return reference;
  const made = { ...siblings, allOf: [...listOf(siblings.allOf), reference] };
  origins.set(made, origin);
  return made;
}
