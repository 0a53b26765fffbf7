/**
 * Rewrites regular expressions that compile only without the flag `u`, so that they compile with it and keep their
 * meaning. OpenAPI requires ECMA-262 patterns without naming the flags, and many documents contain `\-`, `\:` or
 * `[\w-.]`; validators compile with `u`. Pure.
 */

/** The characters that may follow a backslash with the flag `u`. */
const ESCAPABLE = new Set('^$\\.*+?()[]{}|/');
/** Escapes that stand for a set of characters. They cannot begin or end a range. */
const SETS = new Set('dDsSwW');
/** Escapes with the same meaning with and without the flag. */
const ALIKE = new Set('dDsSwWbBnrtfv0123456789');
/** Escapes whose meaning depends on the flag, on the next characters or on the language. */
const DOUBTFUL = /^[a-z]/i;

const QUANTIFIER = /^\{\d+(,\d*)?\}/;

/** Python and other languages read `{,3}` as at most three times. JavaScript reads it as these four characters. */
const OPEN_QUANTIFIER = /^\{,\d+\}/;

/**
 * Returns the pattern unchanged if it compiles with `u`, or if it may have another meaning in the language for which it
 * was written: `\A`, `\Z` and `\h` of Perl and Python, `[[:alpha:]]` of POSIX, `[a-z&&[^b]]` of Java.
 */
export function unicodePattern(pattern: string): string {
  if (compiles(pattern, 'u') || !compiles(pattern, '')) return pattern;
  const written = rewritten(pattern);
  return written !== undefined && compiles(written, 'u') ? written : pattern;
}

function compiles(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags) instanceof RegExp;
  } catch {
    return false;
  }
}

function rewritten(pattern: string): string | undefined {
  let result = '';
  let inClass = false;
  /** Whether the last item in the class was a set such as `\w`. */
  let afterSet = false;
  /** Whether a class so far contains a bracket that opens a class within it in other languages. */
  let mayNest = false;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!;
    if (char === '\\') {
      const next = pattern[at + 1] ?? '';
      at += 1;
      if (DOUBTFUL.test(next) && !ALIKE.has(next)) {
        const same = sameEscape(pattern.slice(at));
        if (same === undefined) return undefined;
        result += `\\${same}`;
        at += same.length - 1;
      } else {
        const kept = ALIKE.has(next) || ESCAPABLE.has(next) || (inClass && next === '-');
        result += kept ? `\\${next}` : next;
      }
      afterSet = inClass && SETS.has(next);
    } else if (inClass) {
      const beforeSet = pattern[at + 1] === '\\' && SETS.has(pattern[at + 2] ?? '');
      result += char === '-' && (afterSet || beforeSet) ? '\\-' : char;
      inClass = char !== ']';
      afterSet = false;
      mayNest ||= char === '[';
    } else {
      if ((char === ']' && mayNest) || OPEN_QUANTIFIER.test(pattern.slice(at))) return undefined;
      const quantifier = char === '{' ? QUANTIFIER.exec(pattern.slice(at))?.[0] : undefined;
      result += quantifier ?? ('{}]'.includes(char) ? `\\${char}` : char);
      at += (quantifier?.length ?? 1) - 1;
      inClass = char === '[';
      afterSet = false;
    }
  }
  return result;
}

/** `x41`, `u0041` and `cA` are one character with and without the flag. */
function sameEscape(text: string): string | undefined {
  return /^(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|c[A-Za-z])/.exec(text)?.[0];
}
