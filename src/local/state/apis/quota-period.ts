/** The start of a quota period, for the control plane that reports usage and the data plane that enforces it. Pure. */
import type { UsagePlan } from './model.ts';

export const DAY_MS = 86_400_000;

/**
 * Returns the start (ms, UTC midnight) of the period that contains `now`. `offset` is the number of days from the start
 * of the week (Sunday) or month to the start of the period. The documentation has only its range, so the start of the
 * week is a guess.
 */
export function periodStart({ period, offset }: NonNullable<UsagePlan['quota']>, now: number): number {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  if (period === 'DAY') return today;
  const date = new Date(today);
  if (period === 'WEEK') return today - ((date.getUTCDay() - offset + 7) % 7) * DAY_MS;
  const startsThisMonth = date.getUTCDate() > offset;
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - (startsThisMonth ? 0 : 1), 1 + offset);
}
