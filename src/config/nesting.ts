/** How deep the tokens of a YAML text nest, found without recursion: what comes after them recurses, and aborts Node on a deep one. */
import type { CST } from 'yaml';

/** Levels of lists and maps. Twenty schemas inside each other have about sixty. */
export const DEEPEST = 200;

/** Offset in the text of a list or map beyond `DEEPEST`; `undefined` when there is none. */
export function tooDeepAt(tokens: readonly CST.Token[]): number | undefined {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (token.type === 'document' && token.value) open.push({ token: token.value, depth });
    if (!('items' in token)) continue;
    if (depth >= DEEPEST) return token.offset;
    for (const { key, value } of token.items) {
      for (const part of [key, value]) if (part) open.push({ token: part, depth: depth + 1 });
    }
  }
  return undefined;
}
