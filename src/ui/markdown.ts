/**
 * Markdown that others will read as a comment of ours: what is not written here stands between backticks, where neither Markdown nor HTML
 * nor a name with an @ means anything. Pure.
 */

/** A text that may hold anything, as code. */
export function code(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // Spaces keep a fence apart from backticks of the text, and one at each end is not shown.
  return line === '' || /^`|`$/.test(line) ? `${fence} ${line || ' '} ${fence}` : `${fence}${line}${fence}`;
}

/** An address to click at, where it is plainly one. */
export function link(url: string): string {
  return /^https?:\/\/[\w.:/-]+$/.test(url) ? `<${url}>` : code(url);
}

/** GitHub takes 65,536 characters of a comment. */
const MOST_ITEMS = 100;

/** A list of what is Markdown already. */
export function list(items: readonly string[]): string[] {
  const more = items.length - MOST_ITEMS;
  return [...items.slice(0, MOST_ITEMS).map((item) => `- ${item}`), ...(more > 0 ? [`- and ${more} more`] : [])];
}
