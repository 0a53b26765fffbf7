/** Reads documents of unchecked shape: every access names the expected type, and returns nothing for another type. */

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectIn = (value: unknown): Json => (isObject(value) ? value : {});

export const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const flagIn = (value: unknown): boolean => value === true || value === 'true';

/** Reads text or a number, because YAML has status codes as numbers. */
export const scalarIn = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** Reads the texts of a list; other items are left out. */
export const textsIn = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;

/** Returns `undefined` for an empty map, which AWS does not show. */
export const undefinedIfEmpty = <V>(map: Record<string, V>): Record<string, V> | undefined =>
  Object.keys(map).length > 0 ? map : undefined;
