/** Amounts as people read them. Pure. */

/** `12,300`, `1,234.50` */
export const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** `$3.50`, `less than a cent`. */
export function dollars(usd: number): string {
  if (usd > 0 && usd < 0.005) return 'less than a cent';
  return `$${grouped(usd.toFixed(2))}`;
}
