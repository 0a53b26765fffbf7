/** Puts another value in the place of one of a YAML or JSON text and leaves every other byte as it is. Pure. */
import { isCollection, isNode, parseDocument } from 'yaml';
import { yamlInLine, yamlText } from '../yaml-text.ts';

/** Throws `Error` where there is nothing under `path`. */
export function replaceEntry(text: string, path: readonly string[], value: unknown): string {
  const node = parseDocument(text).getIn(path, true);
  if (!isNode(node) || !node.range) throw new Error(`${path.join('.')} is not there`);
  const [start, valueEnd] = node.range;
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  const isBlock = isCollection(node) && node.flow !== true;
  if (!isBlock) return `${text.slice(0, start)}${inLine(text, start, value)}${text.slice(valueEnd)}`;
  // The end of a block is where the next thing begins: blank lines and comments on the way there stay.
  const end = start + text.slice(start, valueEnd).trimEnd().length;
  return `${text.slice(0, start)}${block(value, indent)}${text.slice(end)}`;
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
