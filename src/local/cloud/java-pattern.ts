/**
 * Patterns of AWS's models are in Java's syntax, and the whole text has to match. This compiles them for JavaScript:
 * a hyphen after a class (`[\w-.]`) and a needless escape (`\_`) are errors there with the flag `u`, and flags inside
 * of a pattern (`(?s)`) do not exist.
 */
import { type BoundedRegExp, boundedRegExp } from '../../regexp/bounded-regexp.ts';

const compiled = new Map<string, BoundedRegExp>();

/** Returns `true` also if no answer is found in time. Throws SyntaxError for a pattern that JavaScript cannot have. */
export function matchesJavaPattern(text: string, pattern: string): boolean {
  let found = compiled.get(pattern);
  if (found === undefined) {
    found = javaPattern(pattern);
    compiled.set(pattern, found);
  }
  return found.search(text) !== false;
}

function javaPattern(pattern: string): BoundedRegExp {
  const flags = new Set('u');
  const body = pattern.replace(/\(\?([si]+)\)/g, (_group, letters: string) => {
    for (const letter of letters) flags.add(letter);
    return '';
  });
  return boundedRegExp(`^(?:${translated(body)})$`, [...flags].join(''));
}

/** An escape, or any other character. */
const TOKEN = /\\(?:p\{\w+\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[\s\S])|[\s\S]/gu;
/** The escapes that the flag `u` allows everywhere. */
const ALLOWED_ESCAPE = /^\\[a-zA-Z0-9^$\\.*+?()[\]{}|/]/;
/** A POSIX class of ASCII characters that JavaScript does not have. */
const PRINTABLE = '\\p{Print}';
const PRINTABLE_CHARACTERS = '\\x20-\\x7E';
const CLASS_ESCAPE = /^\\[wWdDsSp]/;

function translated(pattern: string): string {
  let inClass = false;
  let before = '';
  let text = '';
  for (const [token] of pattern.matchAll(TOKEN)) {
    if (token === '[') inClass = true;
    else if (token === ']') inClass = false;
    if (token === PRINTABLE) text += inClass ? PRINTABLE_CHARACTERS : `[${PRINTABLE_CHARACTERS}]`;
    else if (inClass && token === '-' && CLASS_ESCAPE.test(before)) text += '\\-';
    else if (token.length > 1 && !ALLOWED_ESCAPE.test(token) && !(inClass && token === '\\-')) text += token.slice(1);
    else text += token;
    before = token;
  }
  return text;
}
