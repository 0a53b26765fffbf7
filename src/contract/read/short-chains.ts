/** Shortens chains of components that are references to one another. Pure. */
import { type Json, objectOf } from '../model/json.ts';
import { unescapeToken } from '../model/pointer.ts';
import { componentPlace, referenceTo } from '../model/references.ts';
import type { Origins } from './origin.ts';

/**
 * Makes components that are references to references lead to the end of the chain directly. Otherwise a chain of a
 * thousand would be followed completely each time. A cycle stays as it is.
 */
export function withShortChains(members: Json, section: string, origins: Origins): Json {
  const next = (name: string): string | undefined => {
    const { $ref, ...siblings } = objectOf(Object.hasOwn(members, name) ? members[name] : undefined);
    const start = `#/components/${section}/`;
    if (typeof $ref !== 'string' || !$ref.startsWith(start) || Object.keys(siblings).length > 0) return undefined;
    return unescapeToken($ref.slice(start.length));
  };
  const ends = new Map<string, string>();
  const made = Object.entries(members).map(([name, value]): [string, unknown] => {
    const walked = new Set<string>();
    let end = name;
    for (let to = next(end); to !== undefined && !walked.has(end); to = next(end)) {
      walked.add(end);
      end = ends.get(end) ?? to;
    }
    for (const each of walked) ends.set(each, end);
    const isCircle = next(end) !== undefined;
    if (isCircle || end === name || end === next(name)) return [name, value];
    const direct = { $ref: referenceTo({ section, name: end }) };
    const written = origins.get(objectOf(value));
    if (written) origins.set(direct, written);
    return [name, direct];
  });
  const map = Object.fromEntries(made);
  const origin = origins.get(members);
  if (origin) origins.set(map, origin);
  return map;
}

/** Replaces components that refer to others of their section by their targets. Call `withShortChains` first. */
export function writtenOut(members: Json): Json {
  const named = Object.entries(members).map(([name, value]) => {
    const target = componentPlace(objectOf(value).$ref);
    const found = target && objectOf(members[target.name]);
    return [name, found && Object.keys(found).length > 0 && found.$ref === undefined ? found : value];
  });
  return Object.fromEntries(named);
}
