/** Follows the `$ref`s of a normalised document, which all lead to components of the same document. Pure. */
import type { Path } from '../../config/problem.ts';
import { isObject, type Json, objectOf, textOf } from './json.ts';
import { escapeToken, unescapeToken } from './pointer.ts';

export interface ComponentPlace {
  readonly section: string;
  readonly name: string;
}

/** Returns the place that a reference names, or `undefined` if it names no component. */
export function componentPlace(reference: unknown): ComponentPlace | undefined {
  const [, section, name] = /^#\/components\/([A-Za-z]+)\/([^/]+)$/.exec(textOf(reference) ?? '') ?? [];
  return section === undefined || name === undefined ? undefined : { section, name: unescapeToken(name) };
}

export function referenceTo({ section, name }: ComponentPlace): string {
  return `#/components/${section}/${escapeToken(name)}`;
}

/** Follows references until a value follows. Returns `undefined` if they lead nowhere. */
export function deref(document: Json, value: unknown): Json | undefined {
  return locate(document, value, [])?.value;
}

/** Does the same, and returns the value's place in the document. */
export function locate(document: Json, value: unknown, path: Path): { value: Json; path: Path } | undefined {
  let current = value;
  let where = path;
  for (const seen = new Set<unknown>(); !seen.has(current); ) {
    seen.add(current);
    if (!isObject(current)) return undefined;
    if (textOf(current.$ref) === undefined) return { value: current, path: where };
    const place = componentPlace(current.$ref);
    if (!place) return undefined;
    where = ['components', place.section, place.name];
    current = componentAt(document, place);
  }
  return undefined;
}

/** Returns the name of the schema that a reference leads to. */
export function schemaName(value: unknown): string | undefined {
  const place = componentPlace(objectOf(value).$ref);
  return place?.section === 'schemas' ? place.name : undefined;
}

export function componentSchemas(document: Json): Json {
  return objectOf(objectOf(document.components).schemas);
}

export function componentAt(document: Json, { section, name }: ComponentPlace): unknown {
  const members = objectOf(objectOf(document.components)[section]);
  return Object.hasOwn(members, name) ? members[name] : undefined;
}
