/** Where the parts of a normalised contract were written: file and place in it. Pure. */
import type { Path } from '../../config/problem.ts';
import type { Source } from '../../config/source.ts';

/** A place in a file, as a chain up to the file's root, since thousands share their beginnings. */
export interface Origin {
  readonly source: Source;
  readonly parent?: Origin;
  readonly key?: string | number;
  /** What stands below is not written below this place: it was made for it. */
  readonly made?: true;
}

/** Of each map and list of the normalised document, where it was written. */
export type Origins = WeakMap<object, Origin>;

export function below(parent: Origin, key: string | number): Origin {
  return { source: parent.source, parent, key };
}

export function pathOf(origin: Origin): Path {
  const path: (string | number)[] = [];
  for (let at: Origin | undefined = origin; at?.key !== undefined; at = at.parent) path.push(at.key);
  return path.reverse();
}

/** The place in a file of `path` in the normalised document; for what was made, the place that it was made of. */
export function placeOf(
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
