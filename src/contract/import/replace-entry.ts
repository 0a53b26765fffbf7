/** Replaces a value in a YAML or JSON text and keeps every other byte. Pure. */
import { type Document, isCollection, isNode } from 'yaml';
import type { Splice } from '../../project-edit/splice.ts';
import { yamlInLine, yamlText } from '../../text/yaml-text.ts';

/** Expects in `document` the parsed `text`. Throws `Error` if there is no value at `path`. */
export function replacement(document: Document, text: string, path: readonly string[], value: unknown): Splice {
  const node = document.getIn(path, true);
  if (!isNode(node) || !node.range) throw new Error(`${path.join('.')} does not exist`);
  const [start, valueEnd] = node.range;
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  const isBlock = isCollection(node) && node.flow !== true;
  if (!isBlock) return { start, end: valueEnd, text: inLine(text, start, value) };
  // A block ends where the next entry begins. Blank lines and comments before that entry stay.
  const end = start + text.slice(start, valueEnd).trimEnd().length;
  return { start, end, text: block(value, indent) };
}

function inLine(text: string, start: number, value: unknown): string {
  if (!text.trimStart().startsWith('{')) return yamlInLine(value);
  const line = /^\s*/.exec(text.slice(text.lastIndexOf('\n', start - 1) + 1, start))![0];
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${line}`);
}

function block(value: unknown, indent: number): string {
  return yamlText(value)
    .trimEnd()
    .replaceAll('\n', `\n${' '.repeat(indent)}`);
}
