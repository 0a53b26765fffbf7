/**
 * Finds the outermost schemas of a normalised document: in components, parameters, bodies, headers and responses. Pure.
 */
import type { Path } from '../../config/problem.ts';
import { isObject, listOf, objectOf } from '../model/json.ts';
import { type Kind, SHAPES_3, slotOf } from './shapes.ts';

/** Visits each schema once, in the document's order. Nested schemas are left to the visitor. */
export function eachSchema(document: unknown, visit: (schema: unknown, path: Path) => void): void {
  walk('document', document, []);

  function walk(kind: Kind, node: unknown, path: Path): void {
    if (kind === 'schema') {
      visit(node, path);
      return;
    }
    // The target of a reference is visited at its own place.
    if (!isObject(node) || typeof node.$ref === 'string') return;
    for (const [key, child] of Object.entries(node)) {
      const slot = slotOf(SHAPES_3, kind, key);
      const at = [...path, key];
      if (slot?.many === 'map') {
        for (const [name, each] of Object.entries(objectOf(child))) walk(slot.kind, each, [...at, name]);
      } else if (slot?.many === 'list') {
        for (const [index, each] of listOf(child).entries()) walk(slot.kind, each, [...at, index]);
      } else if (slot) {
        walk(slot.kind, child, at);
      }
    }
  }
}
