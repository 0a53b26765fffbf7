/** Recognises syntax of regular expressions that other languages have and JavaScript does not. Pure. */

/** Advice by syntax. Only the first that matches is given. */
const INSTEAD: readonly (readonly [RegExp, string])[] = [
  [/\\[AZz]/, 'Write ^ for \\A and $ for \\Z.'],
  [/\[:\^?[a-z]+:\]/, 'Write the characters of the class: [A-Za-z] for [[:alpha:]], \\d for [[:digit:]].'],
  [/\[[^\]]*&&/, 'JavaScript cannot intersect classes: write the characters that are left.'],
  [/\{,\d+\}/, 'Write {0,3} for {,3}.'],
  [/\\[hH]/, 'Write [ \\t] for \\h.'],
  [/\(\?P</, 'Write (?<name>…) for (?P<name>…).'],
  [/[*+?}]\+|\(\?>/, 'JavaScript has no possessive quantifiers and no atomic groups: leave out the second +, or ?>.'],
  [/^\(\?[a-z]+\)/, 'JavaScript has no flags for a whole pattern: write both cases, as in [Aa].'],
  [
    /\\[a-zA-Z]/,
    'OpenAPI requires the syntax of JavaScript, which does not have every escape of Perl, Python and Java.',
  ],
];

/** Returns what to write instead in a pattern that JavaScript does not accept, if its syntax is of another language. */
export const insteadOfForeignSyntax = (pattern: string): string | undefined =>
  INSTEAD.find(([syntax]) => syntax.test(pattern.replace(/\\[^a-z]/gi, '')))?.[1];
