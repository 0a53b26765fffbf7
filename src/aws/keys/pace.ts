/** When a quota runs out, if all goes on as it does. Pure. */
import type { QuotaSettings } from '@aws-sdk/client-api-gateway';
import { dayOf } from './days-of-use.ts';

const DAY_MS = 86_400_000;

/** Whole days that the pace is taken from. */
export const LATELY = 7;

/** Requests a day: the mean of the last whole days, or what today has had so far where there is none. */
export function paceOf(perDay: readonly number[]): number {
  const whole = perDay.slice(0, -1).slice(-LATELY);
  if (whole.length === 0) return perDay.at(-1) ?? 0;
  return whole.reduce((sum, used) => sum + used, 0) / whole.length;
}

/**
 * The day on which nothing is left, `2026-12-14`; `undefined` where the quota is renewed before. `perDay` ends with today. A week may
 * begin on any day, which AWS does not say, so it is taken for seven days from now.
 */
export function runsOutOn(
  { period }: QuotaSettings,
  left: number,
  perDay: readonly number[],
  now: number,
): string | undefined {
  if (left <= 0) return dayOf(now);
  const pace = paceOf(perDay);
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
