/**
 * The values of a template. They behave like Java's, but have a form of their own, so that a template or a payload
 * cannot reach anything of JavaScript (prototypes, constructors, getters): a value has only the entries and methods
 * that are listed for it. Integers are `bigint`, as Java's Integer and Long; other numbers are `number`.
 */
import type { Node } from '../../../velocity/syntax.ts';

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
  /** Lists of a JSON document print as JSON; lists made in a template print in Java's format (recorded). */
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

/** The content of a `#define`. It is rendered when it is printed, with the variables at that time. */
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

/** The truth value for `#if`: everything is true except null and false (Velocity 1.7). */
export const isTrue = (value: Value): boolean => value !== null && value !== false;

export const isNumber = (value: Value): value is bigint | number =>
  typeof value === 'bigint' || typeof value === 'number';
