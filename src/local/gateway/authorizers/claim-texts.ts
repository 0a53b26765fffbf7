/** Converts the claims of a token to the form that functions, templates and logs see: text, with times as dates. */
import type { Claims } from '../../cloud/json-web-token.ts';
import { javaDate } from '../values/java-date.ts';

/** `exp` and `iat` arrive as dates, `auth_time` as a number (events that users have published). */
const DATES = new Set(['exp', 'iat']);

export function claimTexts(claims: Claims): Record<string, string> {
  const texts: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(claims)) {
    texts[name] = DATES.has(name) ? javaDate(Number(value) * 1000) : textOf(value);
  }
  return texts;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
