/**
 * Cuts a document to a length that a model can read: long lists keep their first items, and long texts their beginning.
 * Short members stay whole. Each part is read a few times at most, however the document looks. Pure.
 */

/** In characters of JSON. Four are about one token, and clients reject or store results of some ten thousand tokens. */
export const MOST_CHARACTERS = 40_000;

/** A list, a text or an object that was cut. */
export interface Cut {
  /** `rows`, or `errors.0.stack` for a text in an item; empty for the document itself. */
  readonly member: string;
  /** The number of items, characters or members that are left. */
  readonly shown: number;
  readonly of: number;
}

type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

interface Fitted<T extends Json = Json> {
  readonly value: T;
  readonly cuts: readonly Cut[];
}

/** The fewest characters with which a member of an object says something. */
const FEWEST = 16;

export function shortened<T extends object>(document: T, most = MOST_CHARACTERS): { document: T; cuts: Cut[] } {
  const sizes = new Map<object, number>();
  measure(document as Json, sizes);
  const { value, cuts } = within(document as Json, most, '', sizes);
  return { document: value as T, cuts: [...cuts] };
}

/** The length of the value as JSON. Those of lists and objects are remembered, so that each is computed once. */
function measure(value: Json, sizes: Map<object, number>): number {
  if (value === null || typeof value !== 'object') return JSON.stringify(value).length;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  const parts = Array.isArray(value)
    ? value.map((item) => measure(item, sizes))
    : Object.entries(value).map(([name, member]) => nameSize(name) + measure(member, sizes));
  const size = 2 + Math.max(0, parts.length - 1) + parts.reduce((sum, part) => sum + part, 0);
  sizes.set(value, size);
  return size;
}

/** With its colon. */
const nameSize = (name: string): number => JSON.stringify(name).length + 1;

/** Returns the value, or as much of it as `room` characters of JSON hold. Numbers are never cut. */
function within(value: Json, room: number, path: string, sizes: Map<object, number>): Fitted {
  if (measure(value, sizes) <= room) return { value, cuts: [] };
  if (typeof value === 'string') return fitText(value, room, path);
  if (value === null || typeof value !== 'object') return { value, cuts: [] };
  return Array.isArray(value) ? fitList(value, room, path, sizes) : fitObject(value, room, path, sizes);
}

/** Cuts between two characters, and never within one that UTF-16 writes in two units. */
function fitText(text: string, room: number, path: string): Fitted<string> {
  let left = room - 2;
  let end = 0;
  for (const character of text) {
    left -= JSON.stringify(character).length - 2;
    if (left < 0) break;
    end += character.length;
  }
  return { value: text.slice(0, end), cuts: [{ member: path, shown: end, of: text.length }] };
}

/** One item may fill half of the room, so that a huge item leaves some for those beside it. */
function fitList(list: readonly Json[], room: number, path: string, sizes: Map<object, number>): Fitted<Json[]> {
  const most = list.length === 1 ? room - 2 : Math.floor(room / 2);
  const kept: Json[] = [];
  const cuts: Cut[] = [];
  let left = room - 2;
  for (const [index, item] of list.entries()) {
    const fitted = within(item, most, inPath(path, String(index)), sizes);
    left -= measure(fitted.value, sizes) + (index > 0 ? 1 : 0);
    if (left < 0) break;
    kept.push(fitted.value);
    cuts.push(...fitted.cuts);
  }
  const own = kept.length < list.length ? [{ member: path, shown: kept.length, of: list.length }] : [];
  return { value: kept, cuts: [...own, ...cuts] };
}

/** Short members stay whole, and the others share the rest. If there are too many members, the first ones stay. */
function fitObject(
  object: Readonly<Record<string, Json>>,
  room: number,
  path: string,
  sizes: Map<object, number>,
): Fitted<Record<string, Json>> {
  const members = Object.entries(object);
  const names = members.reduce((sum, [name]) => sum + nameSize(name) + 1, 1);
  const values = members.map(([, member]) => measure(member, sizes));
  const most = Math.max(FEWEST, shareOf(values, room - names));
  const kept: [string, Json][] = [];
  const cuts: Cut[] = [];
  let left = room - 1;
  for (const [name, member] of members) {
    const fitted = within(member, most, inPath(path, name), sizes);
    left -= nameSize(name) + measure(fitted.value, sizes) + 1;
    if (left < 0) break;
    kept.push([name, fitted.value]);
    cuts.push(...fitted.cuts);
  }
  const own = kept.length < members.length ? [{ member: path, shown: kept.length, of: members.length }] : [];
  return { value: Object.fromEntries(kept), cuts: [...own, ...cuts] };
}

/** The largest share such that all sizes, each cut to the share, fit into the room. */
function shareOf(sizes: readonly number[], room: number): number {
  let left = room;
  const sorted = [...sizes].sort((a, b) => a - b);
  for (const [index, size] of sorted.entries()) {
    const share = Math.floor(left / (sorted.length - index));
    if (size > share) return share;
    left -= size;
  }
  return left;
}

const inPath = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
