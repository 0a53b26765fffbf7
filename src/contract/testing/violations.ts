/**
 * Generates values that a schema forbids, each for one keyword. It follows the schema along a valid value, and violates
 * one keyword at each place. It keeps only values that the check rejects for that keyword. Pure.
 */
import type { Schema } from '../model/content.ts';
import { isObject, type Json, listOf, objectOf } from '../model/json.ts';
import { escapeToken } from '../model/pointer.ts';
import { flatten, typesOf } from './flatten.ts';
import { bound, type Sampler, sample } from './sample.ts';
import type { Check } from './schema-checks.ts';

export interface Violation {
  readonly keyword: string;
  /** A JSON pointer to the invalid place. */
  readonly at: string;
  readonly value: unknown;
}

/** Deeper places are left out: each one is one more request. */
const DEEP = 5;
/** Longer strings and lists would test the network, not the schema. */
const LONG = 10_000;

export function violations(sampler: Sampler, schema: Schema, valid: unknown, check: Check): Violation[] {
  const found = new Map<string, Violation>();
  for (const { keyword, path, value: broken } of breaks(sampler, schema, valid, [])) {
    const value = broken === REMOVED ? without(valid, path) : replaced(valid, path, broken);
    const at = path.map((part) => `/${escapeToken(String(part))}`).join('');
    const key = `${keyword} ${at}`;
    if (!found.has(key) && refuses(check, value, keyword)) found.set(key, { keyword, at, value });
  }
  return [...found.values()];
}

/** Ajv reports a property that is never allowed as `false schema`. */
function refuses(check: Check, value: unknown, keyword: string): boolean {
  const names = keyword === 'readOnly' ? ['false schema'] : [keyword];
  return check(value).some((fault) => names.includes(fault.keyword));
}

type Part = string | number;
const REMOVED = Symbol('removed');

interface Break {
  readonly keyword: string;
  readonly path: readonly Part[];
  readonly value: unknown;
}

function breaks(sampler: Sampler, schema: unknown, valid: unknown, path: readonly Part[]): Break[] {
  if (path.length > DEEP) return [];
  const flat = flatten(sampler.document, schema);
  const here = (keyword: string, ...values: unknown[]) => values.map((value) => ({ keyword, path, value }));
  const whole = isObject(schema) ? schema : {};
  return [
    ...here('type', ...wrongTypes(flat)),
    ...('enum' in flat ? here('enum', 'not-one-of-them', -987_654_321) : []),
    ...('const' in flat ? here('const', 'something-else', -987_654_321) : []),
    ...('anyOf' in whole ? here('anyOf', null, 'no', -1.5, [], {}, true) : []),
    ...('oneOf' in whole ? here('oneOf', null, 'no', -1.5, [], {}, true) : []),
    ...(typeof valid === 'string' ? textBreaks(flat, here) : []),
    ...(typeof valid === 'number' ? numberBreaks(flat, here) : []),
    ...(Array.isArray(valid) ? listBreaks(sampler, flat, valid, path, here) : []),
    ...(isObject(valid) ? objectBreaks(sampler, flat, valid, path, here) : []),
  ];
}

type Here = (keyword: string, ...values: unknown[]) => Break[];

function wrongTypes(flat: Json): unknown[] {
  const types = typesOf(flat);
  if (types.length === 0) return [];
  const others: readonly [string, unknown][] = [
    ['string', 'not-of-this-type'],
    ['number', 12.5],
    ['object', { not: 'this' }],
    ['boolean', true],
    ['null', null],
  ];
  const numeric = types.includes('integer') || types.includes('number');
  return others.filter(([type]) => !types.includes(type) && !(type === 'number' && numeric)).map(([, value]) => value);
}

/** Different strings, of which a pattern forbids at least one. */
const ODD_TEXTS = ['', '!', ' ', '0', 'a', 'A', '-', '\u00e9', 'zz zz', '0000000000000000000000000'];

function textBreaks({ minLength, maxLength, pattern, format }: Json, here: Here): Break[] {
  return [
    ...(typeof minLength === 'number' && minLength > 0 && minLength < LONG
      ? here('minLength', 'x'.repeat(minLength - 1))
      : []),
    ...(typeof maxLength === 'number' && maxLength < LONG ? here('maxLength', 'x'.repeat(maxLength + 1)) : []),
    ...(typeof pattern === 'string' ? here('pattern', ...ODD_TEXTS) : []),
    ...(typeof format === 'string' ? here('format', `not a ${format}`) : []),
  ];
}

function numberBreaks(flat: Json, here: Here): Break[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = flat;
  const [least, above] = bound(minimum, exclusiveMinimum);
  const [most, below] = bound(maximum, exclusiveMaximum);
  return [
    ...(least === undefined ? [] : here(above ? 'exclusiveMinimum' : 'minimum', above ? least : beyond(least, -1))),
    ...(most === undefined ? [] : here(below ? 'exclusiveMaximum' : 'maximum', below ? most : beyond(most, 1))),
    ...(typeof multipleOf === 'number' ? here('multipleOf', (least ?? 0) + multipleOf / 2, multipleOf * 1.5) : []),
    ...(typesOf(flat).includes('integer') ? here('type', 1.5) : []),
  ];
}

/** Adds one, or as much as a double needs to become a different number. */
function beyond(limit: number, sign: 1 | -1): number {
  return limit + sign * Math.max(1, Math.abs(limit) * 2 ** -50);
}

function listBreaks(sampler: Sampler, flat: Json, valid: unknown[], path: readonly Part[], here: Here): Break[] {
  const { minItems, maxItems, uniqueItems, items } = flat;
  const item = valid[0] ?? sample(sampler, items ?? {}, { full: true });
  const many = (length: number) => Array.from({ length }, () => item);
  const nested = isObject(items) ? breaks(sampler, items, item, [...path, 0]) : [];
  return [
    ...(typeof minItems === 'number' && minItems > 0 && minItems < LONG ? here('minItems', many(minItems - 1)) : []),
    ...(typeof maxItems === 'number' && maxItems < LONG ? here('maxItems', many(maxItems + 1)) : []),
    ...(uniqueItems === true ? here('uniqueItems', many(2)) : []),
    ...nested,
  ];
}

function objectBreaks(sampler: Sampler, flat: Json, valid: Json, path: readonly Part[], here: Here): Break[] {
  const { required, properties, additionalProperties, minProperties, maxProperties } = flat;
  const known = objectOf(properties);
  const gone = listOf(required).map((name) => ({ keyword: 'required', path: [...path, String(name)], value: REMOVED }));
  const some = Object.keys(valid);
  const fewer = typeof minProperties === 'number' && minProperties > 0;
  const more = typeof maxProperties === 'number' && maxProperties < LONG;
  return [
    ...gone,
    ...(additionalProperties === false ? here('additionalProperties', { ...valid, notInTheContract: true }) : []),
    ...(fewer ? here('minProperties', pick(valid, some.slice(0, Number(minProperties) - 1))) : []),
    ...(more ? here('maxProperties', { ...valid, ...numbered(Number(maxProperties) + 1) }) : []),
    ...Object.entries(known).flatMap(([name, property]): Break[] => {
      const below = [...path, name];
      if (flatten(sampler.document, property).readOnly === true) {
        return [{ keyword: 'readOnly', path: below, value: sample(sampler, property, { full: true }) }];
      }
      return breaks(sampler, property, valid[name] ?? sample(sampler, property, { full: true }), below);
    }),
  ];
}

const pick = (from: Json, names: readonly string[]) => Object.fromEntries(names.map((name) => [name, from[name]]));
const numbered = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`extra${i}`, true]));

/** Returns a copy with one place changed. */
function replaced(value: unknown, [first, ...rest]: readonly Part[], by: unknown): unknown {
  if (first === undefined) return by;
  if (typeof first === 'number') {
    const list = Array.isArray(value) ? [...value] : [];
    list[first] = replaced(list[first], rest, by);
    return list;
  }
  const node = objectOf(value);
  return { ...node, [first]: replaced(node[first], rest, by) };
}

function without(value: unknown, path: readonly Part[]): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return undefined;
  if (typeof first === 'number') {
    const list = Array.isArray(value) ? [...value] : [];
    list[first] = without(list[first], rest);
    return list;
  }
  const { [first]: gone, ...others } = objectOf(value);
  return rest.length === 0 ? others : { ...others, [first]: without(gone, rest) };
}
