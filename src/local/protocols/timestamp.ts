/** Timestamps as clients send them. */

/** Reads epoch seconds, as a number or as text, or text in ISO 8601. The result is an invalid `Date` for other text. */
export function timestampFrom(value: number | string | Date): Date {
  if (value instanceof Date) return value;
  if (typeof value === 'number') return new Date(value * 1000);
  return /^[\d.]+$/.test(value) ? new Date(Number(value) * 1000) : new Date(value);
}
