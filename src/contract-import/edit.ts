/** Changes of a document that leave the document itself alone and keep where each part was written. Pure. */
import type { Path } from '../config/problem.ts';
import { isObject } from '../contract/json.ts';
import type { Origins } from '../contract/read/origin.ts';

/** The document with another value at `path`; `undefined` takes the member away. What is not there is not made. */
export function changeAt<Node>(
  node: Node,
  path: Path,
  change: (value: unknown) => unknown,
  origins: Origins,
): Node | unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(node);
  if (Array.isArray(node)) {
    const list = node.flatMap((item, index) => {
      if (String(index) !== String(key)) return [item];
      const changed = changeAt(item, rest, change, origins);
      return changed === undefined ? [] : [changed];
    });
    return keep(node, list, origins);
  }
  if (!isObject(node) || !Object.hasOwn(node, key)) return node;
  const members = Object.entries(node).flatMap(([name, value]): [string, unknown][] => {
    if (name !== String(key)) return [[name, value]];
    const changed = changeAt(value, rest, change, origins);
    return changed === undefined ? [] : [[name, changed]];
  });
  return keep(node, Object.fromEntries(members), origins);
}

/** `to` was written where `from` was. */
export function keep<Made extends object>(from: object, to: Made, origins: Origins): Made {
  const origin = origins.get(from);
  if (origin) origins.set(to, origin);
  return to;
}

/** What is at `path`. */
export function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (node, key) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, key)
        ? (node as Record<string | number, unknown>)[key]
        : undefined,
    document,
  );
}
