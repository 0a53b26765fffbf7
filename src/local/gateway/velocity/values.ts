/**
 * The values a template works with. They are Java's in behaviour and this module's own in form, so that nothing of
 * JavaScript (prototypes, constructors, getters) can be reached from a template or a payload: a value has the entries
 * and methods that are listed for it and no others. Whole numbers are `bigint`, as Java's Integer and Long, others `number`.
 */

import type { Node } from '../../../velocity/syntax.ts';
import { textOf } from './print.ts';

export type Value =
  | null
  | string
  | boolean
  | bigint
  | number
  | ListValue
  | MapValue
  | EntryValue
  | BlockValue
  | HostObject;

export interface ListValue {
  readonly kind: 'list';
  readonly items: Value[];
  /** Lists of a JSON document print as JSON, those made in a template as Java prints them (recorded). */
  readonly fromJson: boolean;
}

export interface MapValue {
  readonly kind: 'map';
  readonly entries: Map<string, Value>;
}

export interface EntryValue {
  readonly kind: 'entry';
  readonly key: string;
  readonly value: Value;
}

/** What `#define` has put aside: it is rendered when it is printed, with the variables of that moment. */
export interface BlockValue {
  readonly kind: 'block';
  readonly nodes: readonly Node[];
}

/** `$input`, `$util`: properties and methods by name. */
export interface HostObject {
  readonly kind: 'host';
  readonly properties: ReadonlyMap<string, () => Value>;
  readonly methods: ReadonlyMap<string, HostMethod>;
}

/** May throw `VelocityError`. */
export type HostMethod = (args: readonly Value[]) => Value;

export const list = (items: Value[], fromJson = false): ListValue => ({ kind: 'list', items, fromJson });

export const map = (entries: Iterable<readonly [string, Value]> = []): MapValue => ({
  kind: 'map',
  entries: new Map(entries),
});

/** What `#if` takes for true: everything but null and false (Velocity 1.7). */
export const isTrue = (value: Value): boolean => value !== null && value !== false;

export const isNumber = (value: Value): value is bigint | number =>
  typeof value === 'bigint' || typeof value === 'number';

/**
 * `==`. Numbers by what they are worth, other things of different kinds by what they print, so that a missing value
 * equals empty text (recorded: test_input_path_template_formatting).
 */
export function equal(left: Value, right: Value): boolean {
  if (isNumber(left) && isNumber(right)) return Number(left) === Number(right);
  return left === right || textOf(left) === textOf(right);
}
