/** Names and indexes that lead into objects and lists. */
export type Path = readonly (string | number)[];

/** `undefined` where a path leads nowhere; what every object inherits is nowhere. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}
