/**
 * Hides credentials in a text by the names that stand before them: in JSON, also of which only the beginning is known,
 * in queries and forms, and in lines such as `password: 'x'`. Everything else stays as it was written. The time grows
 * with the length of the text, whatever it holds.
 */
import { hiddenJson } from './hidden-json.ts';
import { HIDDEN } from './hidden-mark.ts';
import { isSecretName, isSecretParameter } from './secret-names.ts';

export function hiddenText(text: string): string {
  // The parts of such a form have their names in lines of their own.
  if (/content-disposition:\s*form-data/i.test(text)) return HIDDEN;
  const json = /^\s*[{["]/.test(text) ? hiddenJson(text, hiddenText) : undefined;
  return json ?? withoutPasswords(hiddenAssignments(text));
}

/** `https://user:password@host` */
const withoutPasswords = (text: string) => text.replace(/:\/\/[^\s/?#@:]*:[^\s/?#@]+@/g, `://${HIDDEN}@`);

/** Characters between a name and its sign, and those of a name, that are looked at. Longer names are not read whole. */
const MOST_BETWEEN = 8;
const MOST_NAME = 200;

/** Hides the values of `name=value` and `name: value`. */
function hiddenAssignments(text: string): string {
  const signs = /[=:]/g;
  const parts: string[] = [];
  let done = 0;
  for (let found = signs.exec(text); found; found = signs.exec(text)) {
    const { index } = found;
    const name = decoded(nameBefore(text, index, done));
    if (!(found[0] === '=' ? isSecretParameter(name) : isSecretName(name))) continue;
    const [start, end] = valueAfter(text, index, name);
    if (end === start || /^(?:true|false|null|undefined)$/.test(text.slice(start, Math.min(end, start + 10)))) continue;
    parts.push(text.slice(done, start), HIDDEN);
    done = end;
    signs.lastIndex = end;
  }
  return [...parts, text.slice(done)].join('');
}

function nameBefore(text: string, sign: number, least: number): string {
  let end = sign;
  while (end > least && sign - end < MOST_BETWEEN && /[ \t"'`\\]/.test(text[end - 1]!)) end -= 1;
  let start = end;
  while (start > least && end - start < MOST_NAME && /[\w%.[\]-]/.test(text[start - 1]!)) start -= 1;
  return text.slice(start, end);
}

function valueAfter(text: string, sign: number, name: string): readonly [start: number, end: number] {
  const opening = /[^\S\n]{0,8}(?:(\\*)(["'`]))?/y;
  opening.lastIndex = sign + 1;
  const [, slashes = '', quote] = opening.exec(text)!;
  const start = opening.lastIndex;
  if (quote !== undefined) return [start, closing(text, start, quote, slashes.length)];
  // Such headers have several words, and a list or a map goes on.
  const wholeLine = text[sign] === ':' && (/cookie|authorization/i.test(name) || /[{[]/.test(text[start] ?? ''));
  const ends = wholeLine ? /\n|$/g : /[&;,\s'"`<>}\]\\]|$/g;
  ends.lastIndex = start;
  return [start, ends.exec(text)!.index];
}

/** The quote that ends a value has as many backslashes as the one that begins it, in a text within texts. */
function closing(text: string, start: number, quote: string, slashes: number): number {
  for (let at = text.indexOf(quote, start); at >= 0; at = text.indexOf(quote, at + 1)) {
    let before = at;
    while (before > start && text[before - 1] === '\\') before -= 1;
    const count = at - before;
    if (slashes === 0 ? count % 2 === 0 : count <= slashes) return before + (slashes === 0 ? count : 0);
  }
  return text.length;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
