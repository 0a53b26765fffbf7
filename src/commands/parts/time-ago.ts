/** Formats ages for people, and parses the times that they write. */
import { parseDuration } from '../../text/duration.ts';

/** The largest unit that fits: `3 d`, `5 h`, `12 min`, `40 s`. */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** `in 3 d`, or `2 h ago` after the end. */
export function expiryText(expiresAt: string, now: number): string {
  const left = Date.parse(expiresAt) - now;
  return left > 0 ? `in ${formatAge(left)}` : `${formatAge(-left)} ago`;
}

/**
 * Parses a duration before `now` (`10m`, `10 minutes ago`), or a date with a time such as `2026-11-29T10:15:00Z`, to ms
 * since the epoch.
 */
export function parseMoment(text: string, now: number): number | undefined {
  const duration = parseDuration(text) ?? parseAge(text);
  if (duration !== undefined) return now - duration;
  const moment = /^\d{4}-\d\d-\d\d(T|$)/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}

/** `10 minutes ago`, `1 hour ago` or `10m ago` → milliseconds. */
function parseAge(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,6}) ?(s|m|h|d|seconds?|minutes?|hours?|days?) ago$/.exec(text.trim()) ?? [];
  return count === undefined ? undefined : parseDuration(`${count}${unit![0]}`);
}
