/**
 * ARNs with wildcards. A wildcard matches within its part between two colons; only in the last part of the pattern it
 * can match across the rest (IAM User Guide, "Using wildcards in resource ARNs").
 */
import { compilePattern, type Matcher, type PatternOptions } from './pattern.ts';

/** `arn:partition:service:region:account:resource`; the resource can contain colons. */
const PARTS = 6;

/** Resource elements: `*` alone matches everything, and a pattern with fewer parts matches to the end. */
export function compileResource(pattern: string, variables: boolean): Matcher {
  const options = { wildcards: true, variables };
  if (pattern === '*') return () => true;
  const parts = splitAtMost(pattern, PARTS);
  // Most policies write their resources in full or with a wildcard at the end; these need no comparison by parts.
  if (!/[*?$]/.test(parts.slice(0, -1).join(':'))) return compilePattern(pattern, options);
  return compareParts(parts, options);
}

/** `ArnLike` and `ArnEquals`, which are equal: each of the six parts is compared by itself. */
export function compileArn(pattern: string, variables: boolean): Matcher {
  const parts = splitAtMost(pattern, PARTS);
  if (parts.length < PARTS) return () => false;
  return compareParts(parts, { wildcards: true, variables });
}

function compareParts(parts: readonly string[], options: PatternOptions): Matcher {
  const matchers = parts.map((part) => compilePattern(part, options));
  return (text, keys) => {
    const given = splitAtMost(text, matchers.length);
    return given.length === matchers.length && matchers.every((match, index) => match(given[index]!, keys));
  };
}

/** The last part keeps its colons, and so do variables such as `${aws:username}`. */
function splitAtMost(text: string, count: number): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  for (let at = 0; at < text.length && parts.length < count - 1; at += 1) {
    const character = text[at];
    if (character === '{' && text[at - 1] === '$') depth += 1;
    else if (character === '}' && depth > 0) depth -= 1;
    else if (character === ':' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}
