/**
 * Parses JSON into values. `JSON.parse` is not suitable: a template must print integers (up to a thousand digits) and
 * fractions like `1.0` unchanged, and keys such as `__proto__` are normal keys.
 */
import { MAX_DEPTH, MAX_DIGITS } from './bounds.ts';
import { list, type MapValue, map, type Value } from './values.ts';

const SPACE = /[ \t\r\n]*/y;
const QUOTE = 34;
const BACKSLASH = 92;
const SPACE_CODE = 32;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/** Throws `SyntaxError`. */
export function readJson(text: string): Value {
  let position = 0;

  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const found = pattern.exec(text);
    if (found) position += found[0].length;
    return found;
  };
  const space = () => void match(SPACE);
  const take = (character: string): boolean => {
    const found = text[position] === character;
    if (found) position += 1;
    return found;
  };
  const fail = () => new SyntaxError(`no JSON at position ${position}`);

  const readString = (): string => {
    if (text.charCodeAt(position) !== QUOTE) throw fail();
    let end = position + 1;
    let plain = true;
    for (let code = text.charCodeAt(end); code !== QUOTE; code = text.charCodeAt(end)) {
      if (Number.isNaN(code)) throw fail();
      if (code === BACKSLASH || code < SPACE_CODE) plain = false;
      end += code === BACKSLASH ? 2 : 1;
    }
    const found = plain ? text.slice(position + 1, end) : (JSON.parse(text.slice(position, end + 1)) as string);
    position = end + 1;
    return found;
  };

  const readList = (depth: number): Value => {
    const items: Value[] = [];
    space();
    if (take(']')) return list(items, true);
    do items.push(readValue(depth));
    while (take(','));
    if (!take(']')) throw fail();
    return list(items, true);
  };

  const readMap = (depth: number): MapValue => {
    const result = map();
    space();
    if (take('}')) return result;
    do {
      space();
      const key = readString();
      space();
      if (!take(':')) throw fail();
      result.entries.set(key, readValue(depth));
    } while (take(','));
    if (!take('}')) throw fail();
    return result;
  };

  const numberOf = ([digits, fraction, exponent]: RegExpExecArray): bigint | number => {
    if (fraction !== undefined || exponent !== undefined) return Number(digits);
    if (digits.length > MAX_DIGITS) throw fail();
    return BigInt(digits);
  };

  const readScalar = (): Value => {
    if (text[position] === '"') return readString();
    const number = match(NUMBER);
    if (number) return numberOf(number);
    const word = match(WORD)?.[0];
    if (word === undefined) throw fail();
    return word === 'null' ? null : word === 'true';
  };

  const readValue = (depth: number): Value => {
    if (depth > MAX_DEPTH) throw fail();
    space();
    const value = take('{') ? readMap(depth + 1) : take('[') ? readList(depth + 1) : readScalar();
    space();
    return value;
  };

  const value = readValue(0);
  if (position < text.length) throw fail();
  return value;
}
