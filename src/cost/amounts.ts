/** Formats amounts for people. Pure. */

/** For example `12,300` or `1,234.50`. */
export const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** For example `$3.50` or `less than a cent`. */
export function dollars(usd: number): string {
  if (usd > 0 && usd < 0.005) return 'less than a cent';
  return `$${grouped(usd.toFixed(2))}`;
}
