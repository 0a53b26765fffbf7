/** Regular expressions as Java's `String` methods take them, with a bound on the time they may take. */
import { inLimitedTime } from '../../bounded-regexp.ts';
import { checkSize, checkText } from './bounds.ts';
import { VelocityError } from './syntax.ts';

/** Java's inline flags at the start, possessive quantifiers and `\Z` are what differs in practice. */
function translate(pattern: string, flags: string): RegExp {
  const [, inline = '', rest = pattern] = /^\(\?([imsu]+)\)(.*)$/s.exec(pattern) ?? [];
  const source = rest
    .replace(/^\\A/, '^')
    .replace(/\\[zZ]$/, '$')
    .replace(/\\Q(.*?)\\E/gs, (_, text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  try {
    return new RegExp(source, [...new Set(flags + inline.replace('u', ''))].join(''));
  } catch {
    throw new VelocityError(`the regular expression ${JSON.stringify(pattern)} cannot be read`);
  }
}

/** Runs `work` with the expression, for as long as it may take. */
function search<T>(pattern: string, flags: string, text: string, work: (regexp: RegExp) => T): T {
  const regexp = translate(pattern, flags);
  const result = inLimitedTime(regexp.source, text, () => work(regexp));
  if (result === undefined) throw new VelocityError(`the regular expression ${JSON.stringify(pattern)} takes too long`);
  return result.value;
}

export function matches(text: string, pattern: string): boolean {
  return search(pattern, 'y', text, (regexp) => {
    // Anchored at both ends without wrapping, so that the flags at the start of the pattern stay at its start.
    const whole = new RegExp(`^(?:${regexp.source})$`, regexp.flags.replace('y', ''));
    return whole.test(text);
  });
}

export function replaceAll(text: string, pattern: string, replacement: string, first = false): string {
  return search(pattern, first ? '' : 'g', text, (regexp) => {
    let length = text.length;
    return text.replace(regexp, (...found: unknown[]) => {
      const expanded = expand(replacement, found);
      length += expanded.length;
      checkText(length);
      return expanded;
    });
  });
}

/** `$1` and `\$` in a replacement. `found`: the match, its groups, then where it is. */
function expand(replacement: string, found: readonly unknown[]): string {
  const groups = found.findIndex((part) => typeof part === 'number');
  return replacement.replace(/\\(.)|\$(\d)/gs, (_, escaped: string | undefined, group: string | undefined) => {
    if (escaped !== undefined) return escaped;
    if (Number(group) >= groups) throw new VelocityError(`the regular expression has no group ${group}`);
    return (found[Number(group)] as string | undefined) ?? '';
  });
}

/** Empty texts at the end are dropped unless a negative limit asks for them, as Java does. */
export function split(text: string, pattern: string, limit: number): string[] {
  return search(pattern, 'g', text, (regexp) => {
    const parts: string[] = [];
    let end = 0;
    for (const match of text.matchAll(regexp)) {
      if (limit > 0 && parts.length === limit - 1) break;
      if (match[0] === '' && (match.index === 0 || match.index === text.length)) continue;
      parts.push(text.slice(end, match.index));
      end = match.index + match[0].length;
      checkSize(parts.length);
    }
    parts.push(text.slice(end));
    if (limit === 0) while (parts.length > 1 && parts.at(-1) === '') parts.pop();
    return parts;
  });
}
