/** The values of metric math, and how two of them are combined. Pure. */
import { invalidValue } from './errors.ts';

/** Values by the start of the period in epoch milliseconds. */
export type Points = ReadonlyMap<number, number>;

export type MathValue = number | Points | readonly Points[];

export type Binary = (a: number, b: number) => number;

/** Combines point by point; a missing point on either side, or a division by zero, gives a missing point. */
export function combine(a: MathValue, b: MathValue, binary: Binary): MathValue {
  if (isList(a)) return a.map((points) => combine(points, b, binary) as Points);
  if (isList(b)) return b.map((points) => combine(a, points, binary) as Points);
  if (typeof a === 'number' && typeof b === 'number') return binary(a, b);
  const times = typeof a === 'number' ? (b as Points) : a;
  const result = new Map<number, number>();
  for (const time of times.keys()) {
    const left = typeof a === 'number' ? a : a.get(time);
    const right = typeof b === 'number' ? b : b.get(time);
    const value = left === undefined || right === undefined ? Number.NaN : binary(left, right);
    if (Number.isFinite(value)) result.set(time, value);
  }
  return result;
}

export const isList = (value: MathValue): value is readonly Points[] => Array.isArray(value);

export function asSeries(value: MathValue): readonly Points[] {
  if (typeof value === 'number') throw invalidValue('A list in a math expression can hold time series only.');
  return isList(value) ? value : [value];
}
