/** Names and indexes that lead into objects and lists. */
export type Path = readonly (string | number)[];

/** Returns `undefined` if the path finds nothing; inherited members do not count. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}
