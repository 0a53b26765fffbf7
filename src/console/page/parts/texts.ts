/** How values are written. */

/** Characters that control a terminal or reverse the direction of the text, which a copied text would bring along. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

/** Shows control characters in JSON's notation, as the commands do. */
export const visible = (text: string): string =>
  text.replace(CONTROLS, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** More spaces say nothing, and a text of brackets alone would become huge. */
const DEEPEST = 40;

/**
 * A whole JSON text with one member in each line; any other text as it is. The values stay as they are written: a
 * number can have more digits than JavaScript keeps.
 */
export function indented(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  const tokens = text.match(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/gs) ?? [];
  let depth = 0;
  const line = () => `\n${'  '.repeat(Math.min(depth, DEEPEST))}`;
  const written = tokens.map((token, index) => {
    const opens = token === '{' || token === '[';
    const closes = token === '}' || token === ']';
    const before = tokens[index - 1];
    const isEmpty = closes && (before === '{' || before === '[');
    if (closes) depth -= 1;
    const start = closes && !isEmpty ? line() : '';
    if (opens) depth += 1;
    const next = tokens[index + 1];
    const goesOn = token === ',' || (opens && next !== '}' && next !== ']');
    return `${start}${token}${token === ':' ? ' ' : ''}${goesOn ? line() : ''}`;
  });
  return written.join('');
}

const two = (value: number, digits = 2) => String(value).padStart(digits, '0');

/** For example `14:03:27.051`, in the reader's time zone. */
export function clockTime(time: number): string {
  const date = new Date(time);
  const [hours, minutes, seconds] = [date.getHours(), date.getMinutes(), date.getSeconds()];
  return `${two(hours)}:${two(minutes)}:${two(seconds)}.${two(date.getMilliseconds(), 3)}`;
}

/** For example `2026-11-29 14:03`, in the reader's time zone. */
export function minute(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

export const milliseconds = (ms: number | undefined): string => (ms === undefined ? '' : `${Math.round(ms)} ms`);

/** A value of a setting: JSON, or `(none)`. */
export const setting = (value: unknown): string =>
  value === undefined || value === null ? '(none)' : typeof value === 'string' ? value : JSON.stringify(value);

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
