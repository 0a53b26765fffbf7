/** Dates in policy conditions: ISO 8601 as Java's parser reads it, or seconds. `policy-syntax.ts` names the sources. */

const DATE = /^(-?\d+)(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/;
const TIME = /^(\d{1,2})(?::(\d{1,2}))?(?::(\d{1,2})(?:\.(\d+))?)?(z|[+-]\d{2}(?::?\d{2})?)?$/;

/** The range of years of a 64-bit count of milliseconds. */
const FIRST_YEAR = -292_275_054;
const LAST_YEAR = 292_278_993;
const LAST_SECOND = 2n ** 63n - 1n;

export function isPolicyDate(text: string): boolean {
  const lower = text.toLowerCase();
  if (!lower.includes('t') && !lower.includes('-')) return /^\d{1,19}$/.test(lower) && BigInt(lower) <= LAST_SECOND;
  const at = lower.indexOf('t');
  const date = DATE.exec(at === -1 ? lower : lower.slice(0, at));
  if (!date) return false;
  const [, year, month = '1', day = '1'] = date;
  if (!within(year!, FIRST_YEAR, LAST_YEAR) || !within(month, 1, 12) || !within(day, 1, 31)) return false;
  return at === -1 || at === lower.length - 1 || isTime(lower.slice(at + 1));
}

function isTime(text: string): boolean {
  const time = TIME.exec(text);
  if (!time) return false;
  const [, hours, minutes = '0', seconds = '0', fraction = '0'] = time;
  return within(hours!, 0, 23) && within(minutes, 0, 59) && within(seconds, 0, 59) && within(fraction, 0, 999_999_999);
}

const within = (text: string, from: number, to: number): boolean => Number(text) >= from && Number(text) <= to;
