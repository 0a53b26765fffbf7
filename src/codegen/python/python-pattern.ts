/**
 * Translates regular expressions of contracts, which are JavaScript's, to Python's `re` (compiled with `re.ASCII`). A
 * pattern that would have another meaning there is rejected, not approximated. Pure.
 */

/** The reason why a pattern has no equivalent in Python. */
export class UntranslatablePattern extends Error {}

/** The characters of `\s` in JavaScript and all others, as contents of a character class. */
const SPACE = String.raw`\t-\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff`;
const NO_SPACE = String.raw`\x00-\x08\x0e-\x1f!-\x9f\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ufefe\uff00-\U0010ffff`;

/** Escapes that both have with the same meaning. */
const ALIKE = new Set(['d', 'D', 'w', 'W', 'n', 'r', 't', 'f', 'v']);

/** The beginnings of groups with the same meaning in both. */
const GROUP = /\(\?(?:[:=!]|<(?<name>[A-Za-z_]\w*)>)/y;

/** One escape: `\u{1F600}`, `\ud83d\ude00`, `\u0041`, `\x41`, `\cA`, or a backslash and any character. */
const ESCAPE =
  /\\(?:u\{(?<braced>[0-9A-Fa-f]+)\}|u(?<high>[dD][89abAB][0-9A-Fa-f]{2})\\u(?<low>[dD][c-fC-F][0-9A-Fa-f]{2})|u(?<four>[0-9A-Fa-f]{4})|x(?<two>[0-9A-Fa-f]{2})|c(?<control>[A-Za-z])|(?<other>[\s\S]))/y;

/**
 * Returns the pattern in Python's syntax, for `search`. It keeps the flag `i`.
 *
 * @throws UntranslatablePattern for syntax that Python lacks or reads differently: `\p{…}`, backreferences, lookbehind.
 */
export function toPythonPattern({ source, flags }: RegExp): string {
  let at = 0;
  let inClass = false;
  let result = flags.includes('i') ? '(?i)' : '';
  const take = (expression: RegExp): RegExpExecArray | undefined => {
    expression.lastIndex = at;
    const match = expression.exec(source);
    if (match) at += match[0].length;
    return match ?? undefined;
  };
  while (at < source.length) {
    const escaped = take(ESCAPE);
    if (escaped) {
      result += pythonEscape(escaped, inClass);
      continue;
    }
    const character = String.fromCodePoint(source.codePointAt(at)!);
    if (inClass) {
      at += character.length;
      inClass = character !== ']';
      // Python warns about these characters inside a class, because they may get a meaning in the future.
      result += '[&~|'.includes(character) ? `\\${character}` : character;
      continue;
    }
    const group = take(GROUP);
    if (group) {
      result += group.groups?.name === undefined ? group[0] : '(';
      continue;
    }
    if (source.startsWith('(?', at)) throw new UntranslatablePattern(`the group ${source.slice(at, at + 4)}`);
    const opened = take(/\[\^?\]?/y);
    if (opened) {
      inClass = !opened[0].endsWith(']');
      result += { '[]': '(?!)', '[^]': String.raw`[\s\S]` }[opened[0]] ?? opened[0];
      continue;
    }
    at += character.length;
    result += OTHERWISE[character] ?? character;
  }
  return result;
}

/** Outside a class: `$` is the very end of the text, and `.` does not match a line end. */
const OTHERWISE: Record<string, string> = { $: String.raw`\Z`, '.': String.raw`[^\n\r\u2028\u2029]` };

function pythonEscape({ 0: text, groups = {} }: RegExpExecArray, inClass: boolean): string {
  const { braced, high, low, four, two, control, other } = groups;
  if (high !== undefined && low !== undefined) {
    return codePoint(((parseInt(high, 16) - 0xd800) << 10) + (parseInt(low, 16) - 0xdc00) + 0x10000);
  }
  const hex = braced ?? four ?? two;
  if (hex !== undefined) return codePoint(parseInt(hex, 16));
  if (control !== undefined) return codePoint(control.charCodeAt(0) % 32);
  if (other === undefined) return text;
  if (other === 's' || other === 'S') {
    const members = other === 's' ? SPACE : NO_SPACE;
    return inClass ? members : `[${members}]`;
  }
  if (ALIKE.has(other)) return text;
  if (other === 'b') return inClass ? String.raw`\x08` : text;
  if (other === 'B' && !inClass) return text;
  if (other === '0') return String.raw`\x00`;
  if (/[A-Za-z1-9]/.test(other)) throw new UntranslatablePattern(text);
  return literal(other);
}

/** Never writes the character itself, which could have a special meaning. */
function codePoint(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}

const literal = (character: string): string => (/[\x21-\x7e]/.test(character) ? `\\${character}` : character);
