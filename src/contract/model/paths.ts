/** Finds the path items and operations in a document, with their places. Pure and total. */

import { OPERATION_KEYS } from '../../naming/methods.ts';
import { isObject, type Json, objectOf } from './json.ts';

export interface PathItem {
  readonly path: string;
  /** The node in the document: a map, unless the lint rejects it. */
  readonly item: unknown;
  /** The place in the document. */
  readonly at: readonly string[];
}

export interface WrittenOperation {
  readonly path: string;
  /** The key in the path item. */
  readonly key: string;
  readonly item: Json;
  readonly operation: Json;
  /** The place in the document. */
  readonly at: readonly string[];
}

/** Returns the path items in the document's order. Members of `paths` that begin with `x-` are extensions. */
export function pathItems(document: Json): PathItem[] {
  return Object.entries(objectOf(document.paths))
    .filter(([path]) => !path.startsWith('x-'))
    .map(([path, item]) => ({ path, item, at: ['paths', path] }));
}

/** Returns the operations of all path items as they are in the document, in the order of `OPERATION_KEYS`. */
export function writtenOperations(document: Json): WrittenOperation[] {
  return pathItems(document).flatMap(({ path, item: node, at }) => {
    const item = objectOf(node);
    return OPERATION_KEYS.flatMap((key) => {
      const operation = item[key];
      return isObject(operation) ? [{ path, key, item, operation, at: [...at, key] }] : [];
    });
  });
}

/** Returns the names in braces, without the `+` of a greedy parameter. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{([^{}+]+)\+?\}/g)].map((match) => match[1]!);
}
