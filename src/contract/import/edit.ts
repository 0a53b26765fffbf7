/**
 * Changes of a document that leave the document itself alone and keep where each part was written. A part is copied once: what
 * these changes have made themselves, they change in place, so that a thousand changes of one map do not copy it a thousand times.
 */
import type { Path } from '../../config/problem.ts';
import { isObject, type Json } from '../model/json.ts';
import type { Origins } from '../read/origin.ts';

/** What belongs to one row of changes. */
export interface Edits {
  readonly origins: Origins;
  /** Maps and lists that the row has made, and that nothing else holds. */
  readonly made: WeakSet<object>;
}

export function edits(origins: Origins): Edits {
  return { origins, made: new WeakSet() };
}

/** The document with another value at `path`; `undefined` takes the member away. What is not there is not made. */
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

/** The document with `value` at `path`; the maps on the way there are made where they are missing. */
export function setAt(node: unknown, path: Path, value: unknown, row: Edits): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const own: MapOrList = isObject(node) ? owned(node, row) : keep({}, {}, row);
  define(own, key, setAt(Object.hasOwn(own, key) ? own[key] : undefined, rest, value, row));
  return own;
}

/** `to` was written where `from` was; it is new, and nothing else holds it. */
export function keep<Made extends object>(from: object, to: Made, { origins, made }: Edits): Made {
  const origin = origins.get(from);
  if (origin) origins.set(to, origin);
  made.add(to);
  return to;
}

/** What is at `path`. */
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

/** A member of any name, `__proto__` as well. */
function define(node: object, key: string | number, value: unknown): void {
  Object.defineProperty(node, key, { value, enumerable: true, writable: true, configurable: true });
}
