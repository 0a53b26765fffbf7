/** `$ref`s within one document. Pure. Refused by name: other files, other hosts, parts of a schema. */
import type { Path } from '../config/problem.ts';
import { isObject, type Json, objectOf, textOf } from './json.ts';
import type { Report } from './report.ts';

const COMPONENT = /^#\/components\/([A-Za-z]+)\/([^/]+)$/;

/** Follows references to components until something else is there; `undefined` where that ends nowhere. */
export function deref(document: Json, value: unknown): Json | undefined {
  let current = value;
  for (let hops = 0; hops < 20; hops++) {
    if (!isObject(current)) return undefined;
    const target = textOf(current.$ref);
    if (target === undefined) return current;
    current = component(document, target);
  }
  return undefined;
}

/** The name of the schema that a reference names. */
export function schemaName(value: unknown): string | undefined {
  const match = COMPONENT.exec(textOf(objectOf(value).$ref) ?? '');
  return match?.[1] === 'schemas' ? unescapePointer(match[2]!) : undefined;
}

function component(document: Json, reference: string): unknown {
  const match = COMPONENT.exec(reference);
  return match ? objectOf(objectOf(document.components)[match[1]!])[unescapePointer(match[2]!)] : undefined;
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Every `$ref` of the document must end at a component of the same document. */
export function lintReferences(document: Json, report: Report): void {
  walk(document, [], (node, path) => {
    const reference = textOf(node.$ref);
    // A property may be called $ref; then it is a schema, no text.
    if (reference === undefined) return;
    const where = [...path, '$ref'];
    if (!reference.startsWith('#')) {
      const kind = /^[a-z]+:/i.test(reference) ? 'another host' : 'another file';
      report(
        where,
        `The reference ${reference} leads to ${kind}; API Gateway takes one document.`,
        'Copy it to components.',
      );
    } else if (!COMPONENT.test(reference)) {
      report(
        where,
        `The reference ${reference} leads into a part of the document.`,
        'Name it in components and refer to that.',
      );
    } else if (!isObject(component(document, reference))) {
      report(where, `The reference ${reference} leads nowhere.`, 'Add it to components, or correct the name.');
    } else if (path[0] === 'paths' && path.length === 2) {
      report(where, 'A path is a reference as a whole.', 'Write the operations of the path here.');
    }
  });
}

/** Visits every object; examples are data, in which nothing is a reference. */
function walk(value: unknown, path: Path, visit: (node: Json, path: Path) => void): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) walk(item, [...path, index], visit);
  } else if (isObject(value)) {
    visit(value, path);
    for (const [key, item] of Object.entries(value)) {
      if (key !== 'example' && key !== 'examples' && key !== 'default' && key !== 'enum')
        walk(item, [...path, key], visit);
    }
  }
}
