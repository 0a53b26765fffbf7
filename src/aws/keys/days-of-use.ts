/** Days of use in UTC, as AWS counts them. Pure. */

/** The use of one key on one day. */
export interface DayOfUse {
  readonly used: number;
  /** The rest of the quota at the end of the day. */
  readonly left: number;
}

export interface DayRange {
  /** For example `2026-11-30` in UTC. Both days are included. */
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;

/** AWS returns at most this many days at once. */
export const MOST_DAYS = 90;

export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The last `count` days, including today. */
export function lastDays(count: number, now: number): DayRange {
  return { from: dayOf(now - (count - 1) * DAY_MS), to: dayOf(now) };
}

export function daysOf({ from, to }: DayRange): string[] {
  const start = Date.parse(from);
  const count = Math.round((Date.parse(to) - start) / DAY_MS) + 1;
  return Array.from({ length: count }, (_, index) => dayOf(start + index * DAY_MS));
}
