/** The escapes in JavaScript's regular expressions (ECMA-262, "Patterns", with its Annex B). */

export type Atom =
  | { readonly type: 'point'; readonly point: number }
  | { readonly type: 'class'; readonly letter: 'd' | 'w' | 's'; readonly negated: boolean }
  /** `name` is a general category or a script. */
  | { readonly type: 'property'; readonly name: string; readonly negated: boolean }
  /** `\b` and `\B`; within a class `\b` is a backspace. */
  | { readonly type: 'boundary'; readonly negated: boolean };

export interface Escape {
  readonly atom: Atom;
  /** The number of characters, including the backslash. */
  readonly length: number;
}

type Range = readonly [first: number, last: number];

const RANGES: Readonly<Record<'d' | 'w' | 's', readonly Range[]>> = {
  d: [[0x30, 0x39]],
  w: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x5f, 0x5f],
    [0x61, 0x7a],
  ],
  // WhiteSpace and LineTerminator of ECMA-262.
  s: [
    [0x09, 0x0d],
    [0x20, 0x20],
    [0xa0, 0xa0],
    [0x1680, 0x1680],
    [0x2000, 0x200a],
    [0x2028, 0x2029],
    [0x202f, 0x202f],
    [0x205f, 0x205f],
    [0x3000, 0x3000],
    [0xfeff, 0xfeff],
  ],
};

/** Code points of `\d`, `\w`, `\s` and their opposites. */
export function classRanges({ letter, negated }: Extract<Atom, { type: 'class' }>): readonly Range[] {
  if (!negated) return RANGES[letter];
  const others: Range[] = [];
  let next = 0;
  for (const [first, last] of RANGES[letter]) {
    if (first > next) others.push([next, first - 1]);
    next = last + 1;
  }
  return [...others, [next, 0x10ffff]];
}

const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Returns `undefined` for backreferences, octal numbers, and properties that are neither a category nor a script. */
export function escapeAt(source: string, at: number, unicode: boolean): Escape | undefined {
  const rest = source.slice(at + 1, at + 60);
  const letter = rest[0]!;
  if ('dDwWsS'.includes(letter)) {
    const kind = letter.toLowerCase() as 'd' | 'w' | 's';
    return { atom: { type: 'class', letter: kind, negated: letter !== kind }, length: 2 };
  }
  if (letter === 'b' || letter === 'B') return { atom: { type: 'boundary', negated: letter === 'B' }, length: 2 };
  if (letter in CONTROLS) return point(CONTROLS[letter]!, 2);
  if (unicode && (letter === 'p' || letter === 'P')) return property(rest, letter === 'P');
  const hex = /^x([0-9a-f]{2})/i.exec(rest) ?? /^u([0-9a-f]{4})/i.exec(rest);
  if (hex) return point(Number.parseInt(hex[1]!, 16), 1 + hex[0].length);
  const braced = unicode ? /^u\{([0-9a-f]+)\}/i.exec(rest) : null;
  if (braced) return point(Number.parseInt(braced[1]!, 16), 1 + braced[0].length);
  const control = /^c([A-Za-z])/.exec(rest);
  if (control) return point(control[1]!.charCodeAt(0) % 32, 3);
  if (/^0(?!\d)/.test(rest)) return point(0, 2);
  if (/^[\dkc]/.test(rest)) return undefined;
  const itself = rest.codePointAt(0)!;
  return point(itself, itself > 0xffff ? 3 : 2);
}

const point = (value: number, length: number): Escape => ({ atom: { type: 'point', point: value }, length });

function property(rest: string, negated: boolean): Escape | undefined {
  const [whole, script, category] = /^[pP]\{(?:(?:Script|sc)=([A-Za-z_]+)|([A-Z][a-z]?))\}/.exec(rest) ?? [];
  const name = script ?? category;
  return name === undefined ? undefined : { atom: { type: 'property', name, negated }, length: 1 + whole!.length };
}
