/** References as they are written, and places as they are found. Pure. */
import { isObject, textOf } from './json.ts';

export interface Reference {
  /** As written, percent-decoded; empty for the file in which the reference stands. */
  readonly file: string;
  /** Of the JSON pointer; `undefined` when the fragment is none. */
  readonly tokens: readonly string[] | undefined;
}

export function parseReference(reference: string): Reference {
  const hash = reference.indexOf('#');
  const file = decode(hash < 0 ? reference : reference.slice(0, hash));
  const fragment = decode(hash < 0 ? '' : reference.slice(hash + 1));
  if (fragment === '') return { file, tokens: [] };
  if (!fragment.startsWith('/')) return { file, tokens: undefined };
  return { file, tokens: fragment.slice(1).split('/').map(unescapeToken) };
}

export function escapeToken(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}

export function unescapeToken(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Reads own members only; `undefined` where there is none. */
export function member(node: unknown, key: string): unknown {
  if (Array.isArray(node)) return /^\d+$/.test(key) ? node[Number(key)] : undefined;
  return isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
}

/** The text of a `$ref`; a property may be called so too, and is then a schema. */
export function referenceOf(node: unknown): string | undefined {
  return isObject(node) && Object.hasOwn(node, '$ref') ? textOf(node.$ref) : undefined;
}

/** A lone percent sign is one. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
