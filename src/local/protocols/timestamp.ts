/** Timestamps as clients send them. */

/** Reads epoch seconds, as a number or as text, or text in ISO 8601. The result is an invalid `Date` for other text. */
export function timestampFrom(value: number | string | Date): Date {
  if (value instanceof Date) return value;
  if (typeof value === 'number') return fromSeconds(value);
  return /^[\d.]+$/.test(value) ? fromSeconds(Number(value)) : new Date(value);
}

/** A binary fraction of seconds is seldom a whole number of milliseconds. */
const fromSeconds = (seconds: number): Date => new Date(Math.round(seconds * 1000));
