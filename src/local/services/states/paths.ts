/** Reference paths of the Amazon States Language: `$.order.items[0]`. */
import { isPlainObject } from '../../cloud/plain-object.ts';
import { StateError } from './state-error.ts';

const PART = /\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]/g;

const partsOf = (path: string): (string | number)[] =>
  [...path.matchAll(PART)].map(([, name, index, quoted]) => (index === undefined ? (name ?? quoted!) : Number(index)));

/** Returns `undefined` if the path leads nowhere. */
export function find(data: unknown, path: string): unknown {
  return partsOf(path).reduce<unknown>((value, part) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    return (value as Record<string | number, unknown>)[part];
  }, data);
}

/** Throws `StateError`. */
export function read(data: unknown, path: string): unknown {
  const value = find(data, path);
  if (value !== undefined) return value;
  throw new StateError('States.Runtime', `Invalid path '${path}': the path could not be found in the input.`);
}

/** Puts the value at the path, and creates what leads there. */
export function put(data: unknown, path: string, value: unknown): unknown {
  return putAt(data, partsOf(path), value);
}

function putAt(data: unknown, [part, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (part === undefined) return value;
  if (Array.isArray(data) && typeof part === 'number') {
    return data.map((one, index) => (index === part ? putAt(one, rest, value) : one));
  }
  const around = isPlainObject(data) ? data : {};
  return { ...around, [part]: putAt(around[part], rest, value) };
}

/** Fills in the members whose names end with `.$`. */
export function fill(template: unknown, data: unknown): unknown {
  if (Array.isArray(template)) return template.map((one) => fill(one, data));
  if (!isPlainObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith('.$') && typeof value === 'string'
        ? [key.slice(0, -2), read(data, value)]
        : [key, fill(value, data)],
    ),
  );
}
