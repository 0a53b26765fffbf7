/** Replaces references by values, as far as the values are known. */
import { isRef, type Properties, type Ref, type Resource } from './resource.ts';

/** The value of a reference, or `undefined` while it is not known. */
export type Lookup = (ref: Ref) => unknown;

export function resolveValue(value: unknown, lookup: Lookup): unknown {
  if (isRef(value)) {
    const found = lookup(value);
    return found === undefined ? value : found;
  }
  if (Array.isArray(value)) return value.map((part) => resolveValue(part, lookup));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolveValue(part, lookup)]));
}

/** The resource with its references resolved. A reference that `lookup` does not know stays. */
export function resolveResource(resource: Resource, lookup: Lookup): Resource {
  return { ...resource, properties: resolveValue(resource.properties, lookup) as Properties };
}

export function lookupIn(attributes: ReadonlyMap<string, Readonly<Record<string, unknown>>>): Lookup {
  return ({ $ref, attribute }) => attributes.get($ref)?.[attribute];
}
