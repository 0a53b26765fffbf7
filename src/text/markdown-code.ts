/** Foreign text in Markdown. Pure. */

/** Formats any text as code, where Markdown, HTML and names with an @ have no meaning. */
export function code(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // Spaces separate the fence from backticks in the text. Markdown does not show one space at each end.
  return line === '' || /^`|`$/.test(line) ? `${fence} ${line || ' '} ${fence}` : `${fence}${line}${fence}`;
}
