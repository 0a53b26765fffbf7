/** Regular expressions in the syntax of Java's `String` methods, with a limit on their time. */

import { type BoundedRegExp, boundedRegExp } from '../../../regexp/bounded-regexp.ts';
import { VelocityError } from '../../../velocity/syntax.ts';
import { checkSize, checkText } from './bounds.ts';

/** In practice these differ from JavaScript: Java's inline flags at the start, possessive quantifiers and `\Z`. */
function translate(pattern: string, wrap = (source: string) => source): BoundedRegExp {
  const [, inline = '', rest = pattern] = /^\(\?([imsu]+)\)(.*)$/s.exec(pattern) ?? [];
  const source = rest
    .replace(/^\\A/, '^')
    .replace(/\\[zZ]$/, '$')
    .replace(/\\Q(.*?)\\E/gs, (_, text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  try {
    return boundedRegExp(wrap(source), [...new Set(inline.replaceAll('u', ''))].join(''));
  } catch {
    throw new VelocityError(`the regular expression ${JSON.stringify(pattern)} cannot be read`);
  }
}

const tooSlow = (pattern: string) =>
  new VelocityError(`the regular expression ${JSON.stringify(pattern)} takes too long`);

export function matches(text: string, pattern: string): boolean {
  const found = translate(pattern, (source) => `^(?:${source})$`).search(text);
  if (found === undefined) throw tooSlow(pattern);
  return found;
}

export function replaceAll(text: string, pattern: string, replacement: string, first = false): string {
  let length = text.length;
  let replaced = '';
  let end = 0;
  const done = translate(pattern).visit(text, (match) => {
    const expanded = expand(replacement, match);
    length += expanded.length;
    checkText(length);
    replaced += text.slice(end, match.index) + expanded;
    end = match.index + match[0].length;
    return !first;
  });
  if (!done) throw tooSlow(pattern);
  return replaced + text.slice(end);
}

/** Expands `$1` and `\$` in a replacement. `found` is the match and its groups. */
function expand(replacement: string, found: readonly (string | undefined)[]): string {
  return replacement.replace(/\\(.)|\$(\d)/gs, (_, escaped: string | undefined, group: string | undefined) => {
    if (escaped !== undefined) return escaped;
    if (Number(group) >= found.length) throw new VelocityError(`the regular expression has no group ${group}`);
    return found[Number(group)] ?? '';
  });
}

/** Drops empty texts at the end unless the limit is negative, as Java does. */
export function split(text: string, pattern: string, limit: number): string[] {
  const parts: string[] = [];
  let end = 0;
  const done = translate(pattern).visit(text, (match) => {
    if (limit > 0 && parts.length === limit - 1) return false;
    if (match[0] === '' && (match.index === 0 || match.index === text.length)) return true;
    parts.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    checkSize(parts.length);
    return true;
  });
  if (!done) throw tooSlow(pattern);
  parts.push(text.slice(end));
  if (limit === 0) while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts;
}
