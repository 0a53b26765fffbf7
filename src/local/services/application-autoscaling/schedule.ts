/**
 * Schedules of scheduled actions: `at(2027-01-31T08:00:00)`, `rate(6 hours)` and `cron(0 8 ? * MON-FRI *)`
 * (Application Auto Scaling User Guide, "Scheduling using cron expressions"). Pure.
 */
import { notImplemented } from '../../cloud/aws-error.ts';
import { invalid } from './model.ts';

const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1_440 };
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
/** AWS counts the days of a week from 1, which is Sunday. */
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Minutes, hours, days of the month, months, days of the week and years: the lowest and the highest number. */
const FIELDS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [1, 7],
  [1970, 2199],
] as const;

/** Throws ValidationException, or NotImplemented for the characters L, W and #. */
export function checkSchedule(schedule: string, timezone = 'UTC'): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    throw invalid(`Invalid timezone: ${timezone}`);
  }
  if (!isDue(schedule, timezone, 0, 0)) isDue(schedule, timezone, 0, MINUTE);
}

/** Whether the schedule has the minute that begins at `minute`. `since` is when the action was created. */
export function isDue(schedule: string, timezone: string, since: number, minute: number): boolean {
  const [, form, text = ''] = /^(at|rate|cron)\((.*)\)$/.exec(schedule) ?? [];
  if (form === 'at') return isAt(text, timezone, minute);
  if (form === 'rate') return isRate(text, since, minute);
  if (form === 'cron') return isCron(text, schedule, timezone, minute);
  throw invalid(`Invalid schedule expression: ${schedule}`);
}

function isAt(text: string, timezone: string, minute: number): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) throw invalid(`Invalid schedule expression: at(${text})`);
  const [year, month, day, hour, min] = partsOf(minute, timezone);
  const two = (value: number | undefined) => String(value).padStart(2, '0');
  return text.slice(0, 16) === `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(min)}`;
}

function isRate(text: string, since: number, minute: number): boolean {
  const [, value = '', unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(text) ?? [];
  const minutes = Number(value) * (UNITS[unit] ?? 0);
  if (!(minutes > 0)) throw invalid(`Invalid schedule expression: rate(${text})`);
  const passed = Math.floor(minute / MINUTE) - Math.floor(since / MINUTE);
  return passed > 0 && passed % minutes === 0;
}

function isCron(text: string, schedule: string, timezone: string, time: number): boolean {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== FIELDS.length || (fields[2] === '?') === (fields[4] === '?')) {
    throw invalid(`Invalid schedule expression: ${schedule}`);
  }
  const [year, month, day, hour, minute, weekday] = partsOf(time, timezone);
  const values = [minute, hour, day, month, weekday, year];
  // Every field is read, so that a wrong one is found although an earlier one does not match.
  return fields.map((field, index) => hasValue(field, index, values[index]!, schedule)).every(Boolean);
}

function hasValue(field: string, index: number, value: number, schedule: string): boolean {
  if (/^(\d*[LW]|\d+#\d)$/i.test(field)) {
    throw notImplemented(`Application Auto Scaling PutScheduledAction with ${field} in ${schedule}`);
  }
  const [lowest, highest] = FIELDS[index]!;
  const parts = field.split(',').map((part) => {
    const [, from = '', to, step] = /^(\*|\?|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? [];
    const isAny = from === '*' || (from === '?' && (index === 2 || index === 4));
    const first = isAny ? lowest : numberOf(from, index);
    const open = isAny || step !== undefined ? highest : first;
    const last = to === undefined ? open : numberOf(to, index);
    const every = Number(step ?? 1);
    const isRead = first >= lowest && last <= highest && first <= last && every > 0;
    if (!isRead) throw invalid(`Invalid schedule expression: ${schedule}`);
    return value >= first && value <= last && (value - first) % every === 0;
  });
  return parts.some(Boolean);
}

/** `NaN` for a text that is no number and no name. */
function numberOf(text: string, index: number): number {
  const names = { 3: MONTHS, 4: DAYS }[index] ?? [];
  const named = names.indexOf(text.toUpperCase());
  return named < 0 ? Number(text) : named + 1;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Year, month, day, hour, minute and day of the week of a time in a time zone. */
function partsOf(time: number, timeZone: string): number[] {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, hourCycle: 'h23', weekday: 'short' },
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
    });
  formats.set(timeZone, format);
  const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const numbers = ['year', 'month', 'day', 'hour', 'minute'].map((name) => Number(parts[name]));
  return [...numbers, DAYS.indexOf(String(parts.weekday).toUpperCase()) + 1];
}
