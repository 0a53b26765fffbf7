/**
 * Writes a regular expression of JavaScript in the syntax of RE2 (https://github.com/google/re2/wiki/Syntax), with the
 * same meaning. RE2 reads several escapes (`\s`, `\z`, `\pN`) and `.` differently from JavaScript. So the code copies
 * nothing, and writes every character and every class by its code points.
 *
 * Text counts by code point, as in Java, and as in JavaScript with the flag `u`.
 */
import { type Atom, classRanges, type Escape, escapeAt } from './ecma-escapes.ts';

/** RE2 cannot express it: lookaround, backreferences, and a few rare forms that are not worth a translation. */
export class NotInRe2 extends Error {}

/** Expects a `source` that `new RegExp(source, flags)` accepts. Throws `NotInRe2`. */
export function re2Syntax(source: string, flags: string): string {
  // In JavaScript, lines also end at \r, U+2028 and U+2029, and `v` has its own syntax for classes.
  if (/[mv]/.test(flags)) throw new NotInRe2();
  const unicode = flags.includes('u');
  const ignoreCase = flags.includes('i');
  const dot = flags.includes('s') ? '(?s:.)' : String.raw`[^\n\r\x{2028}\x{2029}]`;
  let written = ignoreCase ? '(?i)' : '';
  let at = 0;
  while (at < source.length) {
    const rest = source.slice(at, at + 24);
    const [token, text] = readToken(rest, source, at);
    written += text;
    at += token;
  }
  return written;

  function readToken(rest: string, whole: string, start: number): [length: number, written: string] {
    const sign = rest[0]!;
    if (sign === '\\') {
      const read = readEscape(start);
      return [read.length, outside(read.atom)];
    }
    if (sign === '[') return readClass(start);
    if (sign === '(') return readGroup(whole, start);
    if (sign === '.') return [1, dot];
    if (sign === '$') return [1, String.raw`\z`];
    const repeat = /^\{\d+(?:,\d*)?\}/.exec(rest)?.[0];
    if (repeat !== undefined) return [repeat.length, repeat];
    if ('^|)*+?'.includes(sign)) return [1, sign];
    const point = whole.codePointAt(start)!;
    return [point > 0xffff ? 2 : 1, codePoint(point)];
  }

  function readEscape(start: number): Escape {
    const read = escapeAt(source, start, unicode);
    // With both flags, `\w` and `\b` include two letters outside ASCII, and complements of properties fold case
    // differently.
    if (read === undefined || (ignoreCase && unicode && read.atom.type !== 'point')) throw new NotInRe2();
    return read;
  }

  function readClass(start: number): [length: number, written: string] {
    let position = start + 1;
    const negated = source[position] === '^';
    if (negated) position += 1;
    let inside = '';
    const readAtom = (): Atom => {
      if (source[position] === '\\') {
        const { atom, length } = readEscape(position);
        position += length;
        return atom.type === 'boundary' ? { type: 'point', point: 8 } : atom;
      }
      const point = source.codePointAt(position)!;
      position += point > 0xffff ? 2 : 1;
      return { type: 'point', point };
    };
    while (source[position] !== ']') {
      const first = readAtom();
      if (source[position] !== '-' || source[position + 1] === ']') {
        inside += inClass(first);
        continue;
      }
      position += 1;
      const last = readAtom();
      // `[\d-x]` is not a range, but three separate items.
      if (first.type !== 'point' || last.type !== 'point') inside += inClass(first) + codePoint(0x2d) + inClass(last);
      else inside += `${codePoint(first.point)}-${codePoint(last.point)}`;
    }
    const length = position + 1 - start;
    if (inside !== '') return [length, `[${negated ? '^' : ''}${inside}]`];
    return [length, negated ? '(?s:.)' : String.raw`[^\x{0}-\x{10ffff}]`];
  }
}

function readGroup(source: string, start: number): [length: number, written: string] {
  const opening = /^\((?:\?:|\?<[A-Za-z_$][\w$]*>)?(?!\?)/.exec(source.slice(start, start + 80))?.[0];
  if (opening === undefined) throw new NotInRe2();
  return [opening.length, opening === '(?:' ? opening : '('];
}

function outside(atom: Atom): string {
  if (atom.type === 'point') return codePoint(atom.point);
  if (atom.type === 'boundary') return atom.negated ? String.raw`\B` : String.raw`\b`;
  return `[${inClass(atom)}]`;
}

function inClass(atom: Atom): string {
  if (atom.type === 'point') return codePoint(atom.point);
  if (atom.type === 'property') return `\\${atom.negated ? 'P' : 'p'}{${atom.name}}`;
  if (atom.type === 'boundary') throw new NotInRe2();
  return classRanges(atom)
    .map(([first, last]) => `${codePoint(first)}-${codePoint(last)}`)
    .join('');
}

/** RE2 does not accept half a surrogate pair as a character. */
function codePoint(point: number): string {
  if (point >= 0xd800 && point <= 0xdfff) throw new NotInRe2();
  return `\\x{${point.toString(16)}}`;
}
