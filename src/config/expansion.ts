/** Measures a YAML value with its aliases expanded, without expanding them. Pure. */
import { DEEPEST } from './nesting.ts';

/** The limit of lists, maps and values. A contract of 6 MB has about a third of that. */
const MOST = 1_000_000;

interface Extent {
  readonly size: number;
  readonly height: number;
}

const ENDLESS: Extent = { size: Number.POSITIVE_INFINITY, height: Number.POSITIVE_INFINITY };

/**
 * Whether the expanded value is too large to walk: it contains itself, nests too deep, or a few aliases of aliases turn
 * it into millions of values. An alias is the same object in several places.
 */
export function expandsTooFar(data: unknown): boolean {
  const known = new Map<object, Extent>();
  const open = new Set<object>();
  const { size, height } = extentOf(data);
  return size > MOST || height > 2 * DEEPEST;

  function extentOf(value: unknown): Extent {
    if (typeof value !== 'object' || value === null) return { size: 1, height: 0 };
    // The text itself nests at most `DEEPEST` levels, but aliases can add more at any of them.
    if (open.has(value) || open.size > 2 * DEEPEST) return ENDLESS;
    const measured = known.get(value);
    if (measured) return measured;
    open.add(value);
    let [size, height] = [1, 0];
    for (const each of Object.values(value)) {
      const extent = extentOf(each);
      size += extent.size;
      height = Math.max(height, extent.height + 1);
    }
    open.delete(value);
    const extent = { size, height };
    known.set(value, extent);
    return extent;
  }
}
