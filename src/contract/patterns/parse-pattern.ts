/** Parses the repetitions and choices of a JavaScript regular expression. Pure. */

export type Pattern =
  /** One character. `source` is an expression that matches it. */
  | { readonly kind: 'character'; readonly source: string }
  /** The end of the text, or another condition that may fail without consuming a character. */
  | { readonly kind: 'assertion' }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly part: Pattern; readonly min: number; readonly max: number };

const ATOM =
  /\[\^?(?:\\[\s\S]|[^\]\\])*\]|\\(?:p|P)\{[^}]*\}|\\u\{[^}]*\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\c[A-Za-z]|\\[\s\S]|[^\\]/uy;
const QUANTIFIER = /(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/y;
const GROUP = /\((?:\?(?:(<?[=!])|[a-z-]*:|<[^>]*>))?/y;

/**
 * Expects an expression that compiles. Returns `undefined` if it has a backreference, because it is then not a regular
 * language.
 */
export function parsePattern(source: string): Pattern | undefined {
  let at = 0;
  let refersBack = false;

  const take = (expression: RegExp): RegExpExecArray | null => {
    expression.lastIndex = at;
    const found = expression.exec(source);
    if (found) at += found[0].length;
    return found;
  };

  const choice = (): Pattern => {
    const parts = [sequence()];
    while (source[at] === '|') {
      at += 1;
      parts.push(sequence());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts };
  };

  const sequence = (): Pattern => {
    const parts: Pattern[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(repeated(atom()));
    return { kind: 'sequence', parts };
  };

  const repeated = (part: Pattern): Pattern => {
    const found = take(QUANTIFIER);
    if (!found) return part;
    const [, sign, from, comma, to] = found;
    const min = sign === '+' ? 1 : Number(from ?? 0);
    const max = sign === '?' ? 1 : sign !== undefined || (comma !== '' && to === '') ? Infinity : Number(to || from);
    return { kind: 'repeat', part, min, max };
  };

  const atom = (): Pattern => {
    const group = take(GROUP);
    if (group) {
      const inside = choice();
      at += 1;
      return group[1] === undefined ? inside : { kind: 'assertion' };
    }
    const text = take(ATOM)![0];
    if (/^\\[1-9k]/.test(text)) refersBack = true;
    if (text === '^') return { kind: 'sequence', parts: [] };
    return text === '$' || /^\\[bB]$/.test(text) ? { kind: 'assertion' } : { kind: 'character', source: text };
  };

  const pattern = choice();
  return refersBack ? undefined : pattern;
}
