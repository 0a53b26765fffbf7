/**
 * Cuts a document to a length that a model can read. The longest list keeps its first items, and the longest text its
 * beginning, until the whole is short enough. Pure.
 */

/** In characters of JSON. Four are about one token, and clients reject or store results of some ten thousand tokens. */
export const MOST_CHARACTERS = 40_000;

/** A list or a text that was cut. */
export interface Cut {
  /** `rows`, or `errors.0.stack` for a list in an item. */
  readonly member: string;
  /** The number of items or characters that are left. */
  readonly shown: number;
  readonly of: number;
}

type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

interface Place {
  readonly path: readonly string[];
  readonly value: Json[] | string;
}

export function shortened<T extends object>(document: T, most = MOST_CHARACTERS): { document: T; cuts: Cut[] } {
  const short = structuredClone(document);
  const cuts = new Map<string, Cut>();
  for (let excess = sizeOf(short) - most; excess > 0; excess = sizeOf(short) - most) {
    const { path, value } = largest(short as Json, []);
    // Names of members alone can be too long. Nothing of apikit has so many.
    if (value.length <= 1) break;
    const kept = beginning(value, excess);
    put(short as Json, path, kept);
    const member = path.join('.');
    cuts.set(member, { member, shown: kept.length, of: cuts.get(member)?.of ?? value.length });
  }
  return { document: short, cuts: [...cuts.values()] };
}

const sizeOf = (value: unknown): number => JSON.stringify(value).length;

/** The longest list or text. For a list, the search goes on in its longest item if that is more than half of it. */
function largest(value: Json, path: readonly string[]): Place {
  if (typeof value === 'string') return { path, value };
  if (value === null || typeof value !== 'object') return { path, value: '' };
  const [longest] = Object.entries(value)
    .map(([name, member]) => ({ name, member, size: sizeOf(member) }))
    .sort((a, b) => b.size - a.size);
  if (longest === undefined) return { path, value: '' };
  if (Array.isArray(value) && value.length > 1 && longest.size <= sizeOf(value) / 2) return { path, value };
  return largest(longest.member, [...path, longest.name]);
}

/** Leaves out at least `excess` characters of JSON, but keeps the first item. */
function beginning(value: Json[] | string, excess: number): Json[] | string {
  const room = Math.max(1, sizeOf(value) - excess);
  if (typeof value === 'string') return value.slice(0, Math.min(value.length - 1, room));
  let size = 0;
  const end = value.findIndex((item) => {
    size += sizeOf(item) + 1;
    return size > room;
  });
  return value.slice(0, Math.max(1, end));
}

function put(root: Json, path: readonly string[], value: Json): void {
  const [last, ...before] = [...path].reverse();
  const holder = before.reverse().reduce((at, name) => (at as Record<string, Json>)[name]!, root);
  (holder as Record<string, Json>)[last!] = value;
}
