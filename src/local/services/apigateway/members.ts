/**
 * Gives the members of a request their types. The model of the request has checked them (`local/protocols`); JSON in
 * the value of a patch operation is checked only here. A wrong type is AWS's `SerializationException`.
 */
import { AwsError } from '../../cloud/aws-error.ts';

export type Members = Readonly<Record<string, unknown>>;

export function text(input: Members, name: string): string | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw wrongType(name, 'a string');
}

/** A member that the SDKs always send; an absent one reads as an empty text. */
export const requiredText = (input: Members, name: string): string => text(input, name) ?? '';

export function flag(input: Members, name: string): boolean | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === 'boolean') return value;
  throw wrongType(name, 'a boolean');
}

export function number(input: Members, name: string): number | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === 'number') return value;
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  throw wrongType(name, 'a number');
}

export function texts(input: Members, name: string): string[] | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) return value;
  throw wrongType(name, 'a list of strings');
}

export function structure(input: Members, name: string): Members | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'object' && !Array.isArray(value)) return value as Members;
  throw wrongType(name, 'a structure');
}

export function structures(input: Members, name: string): Members[] | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value.map((_, index) => structure({ [name]: value[index] }, name) ?? {});
  throw wrongType(name, 'a list of structures');
}

export function textMap(input: Members, name: string): Record<string, string> | undefined {
  const map = structure(input, name);
  if (!map) return undefined;
  return Object.fromEntries(Object.keys(map).map((key) => [key, requiredText(map, key)]));
}

export function flagMap(input: Members, name: string): Record<string, boolean> | undefined {
  const map = structure(input, name);
  if (!map) return undefined;
  return Object.fromEntries(Object.keys(map).map((key) => [key, flag(map, key) ?? false]));
}

/** Returns the value without `undefined` members, so that stored values equal those that are read from the journal. */
export function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

/** Returns only the map's own entries: clients may use keys such as `constructor`. */
export const entryOf = <V>(map: Readonly<Record<string, V>> | undefined, key: string): V | undefined =>
  map && Object.hasOwn(map, key) ? map[key] : undefined;

/** Returns `undefined` instead of an empty text, which AWS does not show. */
export const nonEmpty = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

const wrongType = (name: string, expected: string): AwsError =>
  new AwsError('SerializationException', `The value of '${name}' is not ${expected}.`, { status: 400 });
