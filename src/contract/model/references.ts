/** Follows the `$ref`s of a normalised document, which all lead to components of the same document. Pure. */
import type { Path } from '../../config/problem.ts';
import type { ReportFinding } from '../rules/report.ts';
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

/** Reports components that are only references to themselves, directly or through others. */
export function lintAliases(document: Json, report: ReportFinding): void {
  const ends = new Map<unknown, boolean>();
  for (const [section, members] of Object.entries(objectOf(document.components))) {
    for (const [name, value] of Object.entries(objectOf(members))) {
      if (isObject(value) && componentPlace(value.$ref) && isCyclic(document, value, ends)) {
        const where = ['components', section, name, '$ref'];
        report('ref-circular', where, `${name} is a reference that leads only to itself.`);
      }
    }
  }
}

/**
 * A component whose reference was not resolved is not a cycle; the reader has reported it. `ends` holds earlier
 * results, so that a long chain is followed once.
 */
function isCyclic(document: Json, value: Json, ends: Map<unknown, boolean>): boolean {
  const walked: Json[] = [];
  let current: unknown = value;
  // Until its end is known, each one counts as endless: a chain that returns to it is a cycle.
  while (isObject(current) && !ends.has(current)) {
    ends.set(current, true);
    walked.push(current);
    const place = componentPlace(current.$ref);
    current = place && componentAt(document, place);
  }
  const verdict = ends.get(current) ?? false;
  for (const each of walked) ends.set(each, verdict);
  return verdict;
}
