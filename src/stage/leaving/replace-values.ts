/**
 * Replaces the live values of other resources by references to them, so that a template goes on to work when one of
 * them is replaced. Pure.
 */

/** A reference in a template. */
export type References = ReadonlyMap<string, unknown>;

/** A value that is exactly the value of another resource becomes the reference. Parts of texts stay as they are. */
export function replaceValues(value: unknown, references: References): unknown {
  if (typeof value === 'string') return references.get(value) ?? value;
  if (Array.isArray(value)) return value.map((part) => replaceValues(part, references));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, replaceValues(part, references)]));
}
