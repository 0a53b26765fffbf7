/** The methods of `java.lang.String` that templates can call. */

import { VelocityError } from '../../../velocity/syntax.ts';
import { checkText } from './bounds.ts';
import { matches, replaceAll, split } from './java-regexp.ts';
import { textOf } from './print.ts';
import { list, type Value } from './values.ts';

type Method = (text: string, args: readonly Value[]) => Value | undefined;

const isText = (value: Value | undefined): value is string => typeof value === 'string';

/** Defines a method of a text. */
const ofText =
  (run: (text: string, other: string) => Value): Method =>
  (text, [other]) =>
    isText(other) ? run(text, other) : undefined;

const ofTwoTexts =
  (run: (text: string, first: string, second: string) => Value): Method =>
  (text, [first, second]) =>
    isText(first) && isText(second) ? run(text, first, second) : undefined;

/** Converts an argument to the index where a search or a substring starts. */
function index(value: Value | undefined, otherwise: number): number {
  return typeof value === 'bigint' ? Number(value) : otherwise;
}

function substring(text: string, args: readonly Value[]): Value | undefined {
  if (args.some((arg) => typeof arg !== 'bigint')) return undefined;
  const start = index(args[0], 0);
  const end = index(args[1], text.length);
  if (start < 0 || end > text.length || start > end) {
    throw new VelocityError(`substring(${args.join(', ')}) of a text with ${text.length} characters`);
  }
  return text.slice(start, end);
}

function charAt(text: string, [at]: readonly Value[]): Value | undefined {
  if (typeof at !== 'bigint') return undefined;
  const character = text[Number(at)];
  if (character === undefined) throw new VelocityError(`charAt(${at}) of a text with ${text.length} characters`);
  return character;
}

function concat(text: string, other: string): string {
  checkText(text.length + other.length);
  return text + other;
}

function replaceText(text: string, from: string, to: string): string {
  checkText(text.length + (text.split(from).length - 1) * Math.max(0, to.length - from.length));
  return text.replaceAll(from, () => to);
}

function compare(left: string, right: string): bigint {
  return left === right ? 0n : left < right ? -1n : 1n;
}

/** Trims like Java: removes all characters up to the space character, but keeps other Unicode white space. */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 32) start += 1;
  while (end > start && text.charCodeAt(end - 1) <= 32) end -= 1;
  return text.slice(start, end);
}

function javaHash(text: string): bigint {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return BigInt(hash);
}

export const STRING_METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['length', (text) => BigInt(text.length)],
  ['isEmpty', (text) => text === ''],
  ['toString', (text) => text],
  ['trim', trim],
  ['toUpperCase', (text) => text.toUpperCase()],
  ['toLowerCase', (text) => text.toLowerCase()],
  ['hashCode', javaHash],
  ['charAt', charAt],
  ['substring', substring],
  ['concat', ofText(concat)],
  ['valueOf', (_, [value = null]) => textOf(value)],
  ['contains', ofText((text, other) => text.includes(other))],
  ['equals', (text, [other]) => text === other],
  ['equalsIgnoreCase', ofText((text, other) => text.toLowerCase() === other.toLowerCase())],
  ['compareTo', ofText(compare)],
  ['compareToIgnoreCase', ofText((text, other) => compare(text.toLowerCase(), other.toLowerCase()))],
  ['startsWith', (text, [other, from]) => (isText(other) ? text.startsWith(other, index(from, 0)) : undefined)],
  ['endsWith', ofText((text, other) => text.endsWith(other))],
  ['indexOf', (text, [other, from]) => (isText(other) ? BigInt(text.indexOf(other, index(from, 0))) : undefined)],
  [
    'lastIndexOf',
    (text, [other, from]) => (isText(other) ? BigInt(text.lastIndexOf(other, index(from, text.length))) : undefined),
  ],
  ['matches', ofText(matches)],
  ['replace', ofTwoTexts(replaceText)],
  ['replaceAll', ofTwoTexts((text, pattern, to) => replaceAll(text, pattern, to))],
  ['replaceFirst', ofTwoTexts((text, pattern, to) => replaceAll(text, pattern, to, true))],
  ['split', (text, [pattern, limit]) => (isText(pattern) ? list(split(text, pattern, index(limit, 0))) : undefined)],
]);
