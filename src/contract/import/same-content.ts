/** Whether values of two documents say the same, wherever they have put it. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json, textOf } from '../model/json.ts';
import { deref } from '../model/references.ts';

export interface Part {
  /** Where references of `value` lead to. */
  readonly document: Json;
  readonly value: unknown;
}

/**
 * With everything that the values refer to in the place of the reference; the order of members does not count. Two places that are
 * compared once are not compared again, however many ways lead there, and circles end.
 */
export function hasSameContent(one: Part, other: Part): boolean {
  const known = new Set<string>();
  const pending: [unknown, unknown][] = [[one.value, other.value]];
  const same = (a: unknown, b: unknown): boolean => {
    const [from, to] = [referenceOf(a), referenceOf(b)];
    if (from !== undefined && to !== undefined) {
      const pair = JSON.stringify([from, to]);
      // Later, and not inside of this comparison: references may lead on to others further than a stack is deep.
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

/** Of a reference that leads nowhere, such as one in an example, its own text. */
const target = ({ document }: Part, reference: unknown) => deref(document, reference) ?? referenceOf(reference);

const referenceOf = (value: unknown): string | undefined => (isObject(value) ? textOf(value.$ref) : undefined);
