/** Compares values like Logs Insights: as numbers if both are numbers, otherwise as text. */
import { Moment, type Value } from './log-record.ts';

export function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof Moment) return value.time;
  if (value === undefined || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

/** Returns a number below, equal to or above zero, for `sort`; a missing value comes first. */
export function compareValues(a: Value, b: Value): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return x - y;
  const [left, right] = [String(a), String(b)];
  return left < right ? -1 : Number(left > right);
}
