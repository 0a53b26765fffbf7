/**
 * Markdown for comments that apikit posts. Foreign text stands between backticks, where Markdown, HTML and names with
 * an @ have no meaning. Pure.
 */

/** Formats any text as code. */
export function code(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // Spaces separate the fence from backticks in the text. Markdown does not show one space at each end.
  return line === '' || /^`|`$/.test(line) ? `${fence} ${line || ' '} ${fence}` : `${fence}${line}${fence}`;
}

/** A clickable address, if the text is plainly an address. */
export function link(url: string): string {
  return /^https?:\/\/[\w.:/-]+$/.test(url) ? `<${url}>` : code(url);
}

/** GitHub limits a comment to 65,536 characters. */
const MOST_ITEMS = 100;

/** A list of items that are already Markdown. */
export function list(items: readonly string[]): string[] {
  const more = items.length - MOST_ITEMS;
  return [...items.slice(0, MOST_ITEMS).map((item) => `- ${item}`), ...(more > 0 ? [`- and ${more} more`] : [])];
}
