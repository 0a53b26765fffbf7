/** Calendar quotas of usage plans: the days of a period, and the usage in it (UTC). */
import type { UsageCount, UsagePlan } from '../../state/apis/model.ts';
import { DAY_MS, periodStart } from '../../state/apis/quota-period.ts';
import type { Collection } from '../../storage/store.ts';

/** Caches the names of days by their number since 1970, because every counted request needs each day of its period. */
const dayNames = new Map<number, string>();

/** `2026-11-21` */
function dayOf(milliseconds: number): string {
  const number = Math.floor(milliseconds / DAY_MS);
  const name = dayNames.get(number) ?? new Date(milliseconds).toISOString().slice(0, 10);
  dayNames.set(number, name);
  return name;
}

/** Counts one request of a key in a plan. Returns `false` and counts nothing if the quota of the period is used up. */
export function countRequest(
  usage: Collection<UsageCount>,
  plan: Pick<UsagePlan, 'id' | 'quota'>,
  keyId: string,
  now: number,
): boolean {
  const prefix = `${plan.id}/${keyId}/`;
  if (plan.quota !== undefined && spentInPeriod(usage, prefix, plan.quota, now) >= plan.quota.limit) return false;
  const today = prefix + dayOf(now);
  const count = usage.get(today);
  usage.putSoon(today, { ...count, used: (count?.used ?? 0) + 1 });
  return true;
}

/** Returns the usage without the requests that were granted beyond the quota. */
function spentInPeriod(
  usage: Collection<UsageCount>,
  prefix: string,
  quota: NonNullable<UsagePlan['quota']>,
  now: number,
): number {
  let spent = 0;
  for (let day = periodStart(quota, now); day <= now; day += DAY_MS) {
    const count = usage.get(prefix + dayOf(day));
    if (count) spent += count.used - (count.granted ?? 0);
  }
  return spent;
}
