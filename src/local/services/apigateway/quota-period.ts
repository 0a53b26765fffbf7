/** Where a quota's period begins, for the control plane that reports usage and the data plane that limits it. Pure. */
import type { UsagePlan } from './model.ts';

export const DAY_MS = 86_400_000;

/**
 * The first moment (ms, UTC midnight) of the period that `now` is in. `offset` counts days into the week (from Sunday)
 * or month before a period starts; the documentation gives only its range, so the start of the week is a guess.
 */
export function periodStart({ period, offset }: NonNullable<UsagePlan['quota']>, now: number): number {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  if (period === 'DAY') return today;
  const date = new Date(today);
  if (period === 'WEEK') return today - ((date.getUTCDay() - offset + 7) % 7) * DAY_MS;
  const startsThisMonth = date.getUTCDate() > offset;
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - (startsThisMonth ? 0 : 1), 1 + offset);
}
