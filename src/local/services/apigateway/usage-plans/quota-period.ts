/** Where a quota's period begins: UTC days, weeks from Sunday and months, each shifted by the quota's offset in days. */
import type { UsagePlan } from '../model.ts';

/** The first day (`YYYY-MM-DD`) of the period that `day` falls into. */
export function periodStart({ period, offset }: NonNullable<UsagePlan['quota']>, day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (period === 'WEEK') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() - offset + 7) % 7));
  if (period === 'MONTH') {
    const first = offset + 1;
    if (date.getUTCDate() < first) date.setUTCMonth(date.getUTCMonth() - 1, first);
    else date.setUTCDate(first);
  }
  return date.toISOString().slice(0, 10);
}
