/** The methods of lists, maps and their entries for templates. They change the value in place, as in Java. */
import { VelocityError } from '../../../velocity/syntax.ts';
import { checkSize } from './bounds.ts';
import { equal } from './equal.ts';
import { textOf } from './print.ts';
import { type EntryValue, type ListValue, list, type MapValue, type Value } from './values.ts';

type Method<Of> = (self: Of, args: readonly Value[]) => Value | undefined;

/** Returns an item of a list; negative indexes count from the end, as in `$list[-1]`. */
export function itemAt({ items }: ListValue, at: bigint): Value {
  const index = at < 0n ? items.length + Number(at) : Number(at);
  if (index < 0 || index >= items.length) throw new VelocityError(`index ${at} of a list with ${items.length} items`);
  return items[index]!;
}

function position(self: ListValue, value: Value): number {
  return self.items.findIndex((item) => typeof item === typeof value && equal(item, value));
}

export const LIST_METHODS: ReadonlyMap<string, Method<ListValue>> = new Map<string, Method<ListValue>>([
  ['size', ({ items }) => BigInt(items.length)],
  ['isEmpty', ({ items }) => items.length === 0],
  ['get', (self, [at]) => (typeof at === 'bigint' ? itemAt(self, at) : undefined)],
  ['contains', (self, [value = null]) => position(self, value) >= 0],
  ['indexOf', (self, [value = null]) => BigInt(position(self, value))],
  ['iterator', (self) => self],
  ['toString', textOf],
  [
    'add',
    ({ items }, args) => {
      checkSize(items.length + 1);
      const [first = null, second] = args;
      if (args.length < 2) return items.push(first) > 0;
      if (typeof first !== 'bigint') return undefined;
      items.splice(Number(first), 0, second!);
      return null;
    },
  ],
  [
    'addAll',
    ({ items }, [other]) => {
      if (other === null || typeof other !== 'object' || other.kind !== 'list') return undefined;
      checkSize(items.length + other.items.length);
      for (const item of other.items.slice()) items.push(item);
      return true;
    },
  ],
  [
    'set',
    (self, [at, value = null]) => {
      if (typeof at !== 'bigint') return undefined;
      const before = itemAt(self, at);
      self.items[Number(at)] = value;
      return before;
    },
  ],
  [
    'remove',
    (self, [what = null]) => {
      if (typeof what === 'bigint') {
        const removed = itemAt(self, what);
        self.items.splice(Number(what), 1);
        return removed;
      }
      const at = position(self, what);
      if (at >= 0) self.items.splice(at, 1);
      return at >= 0;
    },
  ],
  ['clear', ({ items }) => emptied(() => void items.splice(0))],
  [
    'subList',
    ({ items }, [from, to]) =>
      typeof from === 'bigint' && typeof to === 'bigint' ? list(items.slice(Number(from), Number(to))) : undefined,
  ],
]);

function emptied(clear: () => void): null {
  clear();
  return null;
}

const entriesOf = ({ entries }: MapValue): EntryValue[] =>
  [...entries].map(([key, value]) => ({ kind: 'entry', key, value }));

export const MAP_METHODS: ReadonlyMap<string, Method<MapValue>> = new Map<string, Method<MapValue>>([
  ['size', ({ entries }) => BigInt(entries.size)],
  ['isEmpty', ({ entries }) => entries.size === 0],
  ['get', ({ entries }, [key = null]) => entries.get(textOf(key)) ?? null],
  ['getOrDefault', ({ entries }, [key = null, otherwise = null]) => entries.get(textOf(key)) ?? otherwise],
  ['containsKey', ({ entries }, [key = null]) => entries.has(textOf(key))],
  ['containsValue', ({ entries }, [value = null]) => [...entries.values()].some((other) => equal(other, value))],
  ['keySet', ({ entries }) => list([...entries.keys()])],
  ['values', ({ entries }) => list([...entries.values()])],
  ['entrySet', (self) => list(entriesOf(self))],
  ['toString', textOf],
  [
    'put',
    (self, [key = null, value = null]) => {
      const before = self.entries.get(textOf(key)) ?? null;
      putEntry(self, textOf(key), value);
      return before;
    },
  ],
  [
    'putAll',
    (self, [other]) => {
      if (other === null || typeof other !== 'object' || other.kind !== 'map') return undefined;
      for (const [key, value] of [...other.entries]) putEntry(self, key, value);
      return null;
    },
  ],
  [
    'remove',
    ({ entries }, [key = null]) => {
      const before = entries.get(textOf(key)) ?? null;
      entries.delete(textOf(key));
      return before;
    },
  ],
  ['clear', ({ entries }) => emptied(() => entries.clear())],
]);

export function putEntry({ entries }: MapValue, key: string, value: Value): void {
  if (!entries.has(key)) checkSize(entries.size + 1);
  entries.set(key, value);
}

export const ENTRY_METHODS: ReadonlyMap<string, Method<EntryValue>> = new Map<string, Method<EntryValue>>([
  ['getKey', ({ key }) => key],
  ['getValue', ({ value }) => value],
  ['toString', textOf],
]);
