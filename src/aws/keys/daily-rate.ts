/** Estimates when a quota runs out at the current pace. Pure. */
import type { QuotaSettings } from '@aws-sdk/client-api-gateway';
import { dayOf } from './days-of-use.ts';

const DAY_MS = 86_400_000;

/** The number of whole days that the pace is computed from. */
export const LATELY = 7;

/** Requests for each day: the average of the last whole days, or the requests of today if there is no whole day. */
export function dailyRate(perDay: readonly number[]): number {
  const whole = perDay.slice(0, -1).slice(-LATELY);
  if (whole.length === 0) return perDay.at(-1) ?? 0;
  return whole.reduce((sum, used) => sum + used, 0) / whole.length;
}

/**
 * Returns the day on which nothing is left (`2026-12-14`), or `undefined` if the quota is renewed before. `perDay` ends
 * with today. AWS does not say on which day a week begins, so it counts as seven days from now.
 */
export function runsOutOn(
  { period }: QuotaSettings,
  left: number,
  perDay: readonly number[],
  now: number,
): string | undefined {
  if (left <= 0) return dayOf(now);
  const pace = dailyRate(perDay);
  if (pace <= 0) return undefined;
  const at = now + (left / pace) * DAY_MS;
  return at < renewed(period, now) ? dayOf(at) : undefined;
}

function renewed(period: QuotaSettings['period'], now: number): number {
  const midnight = Math.floor(now / DAY_MS + 1) * DAY_MS;
  if (period === 'DAY') return midnight;
  if (period === 'WEEK') return now + 7 * DAY_MS;
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
