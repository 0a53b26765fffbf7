/** Parses references and builds JSON pointers. Pure. */
import { percentDecoded } from '../../text/percent-decoded.ts';
import { isObject, textOf } from './json.ts';

export interface Reference {
  /** The file, percent-decoded; empty for the file that contains the reference. */
  readonly file: string;
  /** The tokens of the JSON pointer, or `undefined` if the fragment is not one. */
  readonly tokens: readonly string[] | undefined;
}

export function parseReference(reference: string): Reference {
  const hash = reference.indexOf('#');
  const file = percentDecoded(hash < 0 ? reference : reference.slice(0, hash));
  const fragment = percentDecoded(hash < 0 ? '' : reference.slice(hash + 1));
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

/** Reads only own members. Returns `undefined` if there is none. */
export function member(node: unknown, key: string): unknown {
  if (Array.isArray(node)) return /^\d+$/.test(key) ? node[Number(key)] : undefined;
  return isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
}

/** Returns the text of a `$ref`. A property may have this name, too, and is then a schema. */
export function referenceOf(node: unknown): string | undefined {
  return isObject(node) && Object.hasOwn(node, '$ref') ? textOf(node.$ref) : undefined;
}
