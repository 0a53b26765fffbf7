/**
 * Measures the nesting of a YAML text without recursion. The composer, which runs next, recurses, and a deep text makes
 * it abort Node.
 */
import type { CST } from 'yaml';

/** The limit of nested lists and maps. Twenty nested schemas have about sixty levels. */
export const DEEPEST = 200;

/** Returns the offset of a list or map beyond `DEEPEST`, or `undefined` if there is none. */
export function tooDeepAt(tokens: readonly CST.Token[]): number | undefined {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (token.type === 'document' && token.value) open.push({ token: token.value, depth });
    if (!('items' in token)) continue;
    if (depth >= DEEPEST) return token.offset;
    for (const { key, value } of token.items) {
      if (key && 'items' in key) open.push({ token: key, depth: depth + 1 });
      if (value && 'items' in value) open.push({ token: value, depth: depth + 1 });
    }
  }
  return undefined;
}
