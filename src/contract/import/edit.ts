/**
 * Changes to a document that leave the original unchanged and keep the origin of each part. A part is copied once:
 * parts that these changes created are changed in place, so that a thousand changes to one map do not copy it a
 * thousand times.
 */
import type { Path } from '../../config/problem.ts';
import { isObject, type Json } from '../model/json.ts';
import type { Origins } from '../read/origin.ts';

/** The state of one series of changes. */
export interface Edits {
  readonly origins: Origins;
  /** Maps and lists that this series created and that no other document contains. */
  readonly made: WeakSet<object>;
}

export function edits(origins: Origins): Edits {
  return { origins, made: new WeakSet() };
}

/**
 * Returns the document with another value at `path`; `undefined` removes the member. A path that does not exist is not
 * created.
 */
export function changeAt(node: unknown, path: Path, change: (value: unknown) => unknown, row: Edits): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(node);
  if (!isMapOrList(node) || !Object.hasOwn(node, key)) return node;
  const before = node[key];
  const after = changeAt(before, rest, change, row);
  if (after === before) return node;
  const own = owned(node, row);
  if (after !== undefined) define(own, key, after);
  else if (Array.isArray(own)) own.splice(Number(key), 1);
  else delete own[key];
  return own;
}

/** Returns the document with `value` at `path`. Creates the maps on the path that are missing. */
export function setAt(node: unknown, path: Path, value: unknown, row: Edits): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const own: MapOrList = isObject(node) ? owned(node, row) : keep({}, {}, row);
  define(own, key, setAt(Object.hasOwn(own, key) ? own[key] : undefined, rest, value, row));
  return own;
}

/** Gives `to` the origin of `from`. `to` is new, and no other document contains it. */
export function keep<Made extends object>(from: object, to: Made, { origins, made }: Edits): Made {
  const origin = origins.get(from);
  if (origin) origins.set(to, origin);
  made.add(to);
  return to;
}

/** Returns the value at `path`. */
export function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (node, key) => (isMapOrList(node) && Object.hasOwn(node, key) ? node[key] : undefined),
    document,
  );
}

type MapOrList = Record<string | number, unknown>;

const isMapOrList = (node: unknown): node is MapOrList => typeof node === 'object' && node !== null;

function owned(node: MapOrList, row: Edits): MapOrList {
  if (row.made.has(node)) return node;
  return keep(node, (Array.isArray(node) ? [...node] : { ...node }) as Json, row);
}

/** Sets a member of any name, including `__proto__`. */
function define(node: object, key: string | number, value: unknown): void {
  Object.defineProperty(node, key, { value, enumerable: true, writable: true, configurable: true });
}
