/** Recognises syntax of regular expressions that other languages have and JavaScript does not. Pure. */

interface Foreign {
  /** V8's words for the fault that the syntax is. Another fault of the pattern needs other advice. */
  readonly fault: RegExp;
  readonly syntax: RegExp;
  readonly instead: string;
}

/** Only the advice of the first that matches is given. */
const FOREIGN: readonly Foreign[] = [
  { fault: /Invalid escape/, syntax: /\\[AZz]/, instead: 'Write ^ for \\A and $ for \\Z.' },
  {
    fault: /Lone quantifier brackets/,
    syntax: /\[:\^?[a-z]+:\]/,
    instead: 'Write the characters of the class: [A-Za-z] for [[:alpha:]], \\d for [[:digit:]].',
  },
  {
    fault: /Lone quantifier brackets/,
    syntax: /\[[^\]]*&&/,
    instead: 'JavaScript cannot intersect classes: write the characters that are left.',
  },
  { fault: /Incomplete quantifier/, syntax: /\{,\d+\}/, instead: 'Write {0,3} for {,3}.' },
  { fault: /Invalid escape/, syntax: /\\[hH]/, instead: 'Write [ \\t] for \\h.' },
  { fault: /Invalid group/, syntax: /\(\?P</, instead: 'Write (?<name>…) for (?P<name>…).' },
  {
    fault: /Nothing to repeat/,
    // Within a class these characters have no special meaning.
    syntax: /^(?:[^[]|\[[^\]]*\])*?(?:[*+?]|\{\d+(?:,\d*)?\})\+/,
    instead: 'JavaScript has no possessive quantifiers: leave out the second +.',
  },
  { fault: /Invalid group/, syntax: /\(\?>/, instead: 'JavaScript has no atomic groups: leave out ?>.' },
  {
    fault: /Invalid (flag )?group/,
    syntax: /^\(\?[a-z]+\)/,
    instead: 'JavaScript has no flags for a whole pattern: write both cases, as in [Aa].',
  },
  {
    fault: /Invalid escape/,
    syntax: /\\(?![bBcdDfknpPrsStuvwWx])[a-zA-Z]/,
    instead: 'OpenAPI requires the syntax of JavaScript, which does not have every escape of Perl, Python and Java.',
  },
];

/**
 * Returns what to write instead in a pattern that JavaScript does not accept, if its syntax is of another language.
 * `message` is V8's.
 */
export function insteadOfForeignSyntax(pattern: string, message: string): string | undefined {
  // The message repeats the pattern, which may contain the words of another fault.
  const fault = message.slice(message.lastIndexOf(': '));
  const unescaped = pattern.replace(/\\[^a-z]/gi, '_');
  return FOREIGN.find((each) => each.fault.test(fault) && each.syntax.test(unescaped))?.instead;
}
