/** Whether values of two documents have the same content, even if its parts are at different places. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json, textOf } from '../model/json.ts';
import { deref } from '../model/references.ts';

export interface Part {
  /** The document that references in `value` lead into. */
  readonly document: Json;
  readonly value: unknown;
}

/**
 * Compares values with their references resolved; the order of members does not count. Each pair of places is compared
 * once, however many references lead there, so that cycles end.
 */
export function hasSameContent(one: Part, other: Part): boolean {
  const known = new Set<string>();
  const pending: [unknown, unknown][] = [[one.value, other.value]];
  const same = (a: unknown, b: unknown): boolean => {
    const [from, to] = [referenceOf(a), referenceOf(b)];
    if (from !== undefined && to !== undefined) {
      const pair = JSON.stringify([from, to]);
      // The pair is compared later and not by recursion: chains of references may be longer than the call stack.
      if (!known.has(pair)) pending.push([target(one, a), target(other, b)]);
      known.add(pair);
      return true;
    }
    if (from !== undefined) return same(target(one, a), b);
    if (to !== undefined) return same(a, target(other, b));
    if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, at) => same(item, b[at]));
    if (!isObject(a) || !isObject(b)) return isDeepStrictEqual(a, b);
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]))
    );
  };
  for (const [a, b] of pending) if (!same(a, b)) return false;
  return true;
}

/** Returns the reference's own text if it leads nowhere, as one in an example may. */
const target = ({ document }: Part, reference: unknown) => deref(document, reference) ?? referenceOf(reference);

const referenceOf = (value: unknown): string | undefined => (isObject(value) ? textOf(value.$ref) : undefined);
