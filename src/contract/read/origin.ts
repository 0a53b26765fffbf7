/** The origin of each part of a normalised contract: its file and its place in the file. Pure. */
import type { Path } from '../../config/problem.ts';
import type { Source } from '../../config/source.ts';

/** A place in a file, as a chain up to the file's root: thousands of places share their beginnings. */
export interface Origin {
  readonly source: Source;
  readonly parent?: Origin;
  readonly key?: string | number;
  /** The nodes below were created for this place, and no file contains them. */
  readonly made?: true;
}

/** The origin of each map and list in the normalised document. */
export type Origins = WeakMap<object, Origin>;

export function below(parent: Origin, key: string | number): Origin {
  return { source: parent.source, parent, key };
}

export function pathOf(origin: Origin): Path {
  const path: (string | number)[] = [];
  for (let at: Origin | undefined = origin; at?.key !== undefined; at = at.parent) path.push(at.key);
  return path.reverse();
}

/**
 * Returns the place in a file of `path` in the normalised document. A created node has the place that it was created
 * from.
 */
export function sourceLocationOf(
  document: unknown,
  origins: Origins,
  path: Path,
  entry: Source,
): { source: Source; path: Path } {
  let origin: Origin = (typeof document === 'object' && document && origins.get(document)) || { source: entry };
  let rest: (string | number)[] = [];
  let node: unknown = document;
  for (const key of path) {
    node = typeof node === 'object' && node !== null ? (node as Record<string | number, unknown>)[key] : undefined;
    const own = typeof node === 'object' && node !== null ? origins.get(node) : undefined;
    if (own) {
      origin = own;
      rest = [];
    } else if (!origin.made) {
      rest.push(key);
    }
  }
  return { source: origin.source, path: [...pathOf(origin), ...rest] };
}
