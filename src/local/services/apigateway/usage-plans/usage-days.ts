/** The days of usage reports, and the remaining quota on a day. Pure. */
import type { UsageCount, UsagePlan } from '../../../state/apis/model.ts';
import { DAY_MS, periodStart } from '../../../state/apis/quota-period.ts';
import { badRequest } from '../errors.ts';

/** Formats epoch milliseconds as `YYYY-MM-DD` (UTC). */
export const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Throws BadRequestException if the text is not a date. */
export function timeOf(date: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time)) throw badRequest('Invalid date specified. Dates must have the format YYYY-MM-DD');
  return time;
}

/** Returns the days from one day to another, both included. */
export function daysBetween(startDate: string, endDate: string): string[] {
  const start = timeOf(startDate);
  const count = (timeOf(endDate) - start) / DAY_MS + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => dateOf(start + index * DAY_MS));
}

/** Returns the remaining requests at the end of `day`, in its period. Can be negative if a limit was lowered. */
export function remainingOn(
  quota: NonNullable<UsagePlan['quota']>,
  day: string,
  countOn: (day: string) => UsageCount | undefined,
): number {
  const period = daysBetween(dateOf(periodStart(quota, timeOf(day))), day);
  const spent = period.map(countOn).reduce((sum, count) => sum + (count?.used ?? 0) - (count?.granted ?? 0), 0);
  return quota.limit - spent;
}
