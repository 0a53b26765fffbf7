/**
 * Markdown for comments that apikit posts. Foreign text stands between backticks, where Markdown, HTML and names with
 * an @ have no meaning. Pure.
 */
import { code } from '../text/markdown-code.ts';

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
