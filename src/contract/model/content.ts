/** The contents of bodies, responses and parameters: media types with schemas and examples. Pure and total. */
import { isObject, type Json, objectOf } from './json.ts';
import { deref } from './references.ts';

/** A schema of the contract, which may be a reference. OpenAPI 3.1 also has `true` and `false`. */
export type Schema = Json | boolean;

export interface Example {
  readonly name: string;
  readonly value: unknown;
}

export interface Media {
  /** The key in `content`, which may have parameters: `application/json; charset=utf-8`. */
  readonly type: string;
  /** Without a schema, any value is valid. */
  readonly schema?: Schema;
  readonly examples: readonly Example[];
}

/** Returns the members of `content`. */
export function mediaOf(document: Json, content: unknown): Media[] {
  return Object.entries(objectOf(content)).map(([type, raw]) => {
    const media = objectOf(raw);
    const schema = schemaOf(media);
    return { type, ...(schema !== undefined && { schema }), examples: examplesOf(document, media) };
  });
}

export function schemaOf({ schema }: Json): Schema | undefined {
  return isObject(schema) || typeof schema === 'boolean' ? schema : undefined;
}

/** Returns `example` and `examples`. An example at an address (`externalValue`) is not fetched. */
export function examplesOf(document: Json, { example, examples }: Json): Example[] {
  const named = Object.entries(objectOf(examples)).flatMap(([name, raw]) => {
    const found = deref(document, raw);
    return found && 'value' in found ? [{ name, value: found.value }] : [];
  });
  return [...(example === undefined ? [] : [{ name: 'example', value: example }]), ...named];
}
