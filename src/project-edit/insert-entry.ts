/**
 * Adds an entry to a map of a YAML or JSON text and leaves every other byte as it is: comments, order, quotes and
 * blank lines are the user's. Pure.
 */
import { type Document, isMap, isNode, isScalar, parseDocument, YAMLMap, Document as YamlDocument } from 'yaml';
import { LINE_WIDTH, quoteWhatChanges, yamlInLine } from '../yaml-text.ts';

export type EntryPath = readonly string[];

/**
 * `text` with `value` (plain data, or a YAML node whose style and comments are kept) under `path`; maps on the way that
 * are missing or empty are made. Throws `Error` for a text that does not parse, for an entry that is there, and for a path
 * through something that is no map.
 */
export function insertEntry(text: string, path: EntryPath, value: unknown): string {
  const document = parseDocument(text);
  if (document.errors.length > 0) throw document.errors[0]!;
  if (document.hasIn(path)) throw new Error(`${path.join('.')} is there already`);
  const isJson = text.trimStart().startsWith('{');
  const depth = existingDepth(document, path);
  const parent = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
  const entry = mapOf(
    path[depth]!,
    path.slice(depth + 1).reduceRight<unknown>((inner, key) => mapOf(key, inner), value),
  );
  if (parent === null && depth === 0) return `${text}${endsLine(text) ? '' : '\n'}${block(entry, 0)}`;
  if (isScalar(parent) && parent.value === null) return intoEmpty(text, document, path.slice(0, depth), entry);
  if (!isMap(parent)) throw new Error(`${path.slice(0, depth).join('.')} is no map`);
  return parent.flow ? intoFlow(text, parent, entry, isJson) : intoBlock(text, parent, entry);
}

/** Whether the text has something under `path`. */
export const hasEntry = (text: string, path: EntryPath): boolean => parseDocument(text).hasIn(path);

/** How many segments of the path lead to maps that are there (or to an empty value, which becomes one). */
function existingDepth(document: Document, path: EntryPath): number {
  let depth = 0;
  while (depth < path.length - 1 && document.hasIn(path.slice(0, depth + 1))) depth += 1;
  return depth;
}

/** After the map's last entry, in the map's own indentation. */
function intoBlock(text: string, map: YAMLMap, entry: YAMLMap): string {
  const start = map.range![0];
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  const end = endOfEntries(text, map.range![1]);
  const before = text.slice(0, end);
  return `${before}${endsLine(before) ? '' : '\n'}${block(entry, indent)}${text.slice(end)}`;
}

/** Behind the last line that belongs to the map: blank lines and comments below it belong to what follows. */
function endOfEntries(text: string, end: number): number {
  const trimmed = text.slice(0, end).trimEnd().length;
  const newline = text.indexOf('\n', trimmed);
  return newline < 0 ? text.length : newline + 1;
}

/** Inside of the braces, in their style; a JSON text keeps its lines. */
function intoFlow(text: string, map: YAMLMap, entry: YAMLMap, isJson: boolean): string {
  const [start, end] = map.range!;
  const close = text.lastIndexOf('}', end - 1);
  const inner = text.slice(start + 1, close);
  const [[key, value]] = Object.entries(entry.toJSON()) as [[string, unknown]];
  const written = inner.trimEnd();
  const separator = written === '' || written.endsWith(',') ? '' : ',';
  if (isJson || inner.includes('\n')) {
    const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
    const base = /^\s*/.exec(line)![0];
    const json = JSON.stringify(value, null, 2).replaceAll('\n', `\n${base}  `);
    return `${text.slice(0, start + 1)}${written}${separator}\n${base}  ${JSON.stringify(key)}: ${json}\n${base}${text.slice(close)}`;
  }
  const member = yamlInLine(entry.toJSON()).slice(1, -1).trim();
  const gap = written === '' ? ' ' : `${separator} `;
  return `${text.slice(0, start + 1)}${written}${gap}${member} ${text.slice(close)}`;
}

/** `tables:` with nothing behind it becomes a map. */
function intoEmpty(text: string, document: Document, path: EntryPath, entry: YAMLMap): string {
  const parentPath = path.slice(0, -1);
  const parent = parentPath.length === 0 ? document.contents : document.getIn(parentPath, true);
  if (!isMap(parent)) throw new Error(`${parentPath.join('.')} is no map`);
  const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === path.at(-1));
  const [start] = (pair!.key as { range: [number, number, number] }).range;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const colon = text.indexOf(':', start);
  const lineEnd = text.indexOf('\n', colon) < 0 ? text.length : text.indexOf('\n', colon) + 1;
  // `tables: null` and `tables: ~` lose the word, a comment stays.
  const tail = text.slice(colon + 1, lineEnd).replace(/^\s*(?:null|~)?/, (word) => (word.trim() === '' ? word : ''));
  const head = `${text.slice(0, colon + 1)}${tail}`;
  return `${head}${endsLine(head) ? '' : '\n'}${block(entry, start - lineStart + 2)}${text.slice(lineEnd)}`;
}

/** A map with one entry. */
function mapOf(key: string, value: unknown): YAMLMap {
  const map = new YAMLMap();
  const document = new YamlDocument();
  map.set(document.createNode(key), isNode(value) ? value : document.createNode(value));
  return map;
}

function block(entry: YAMLMap, indent: number): string {
  const document = new YamlDocument();
  document.contents = entry;
  quoteWhatChanges(document);
  const lines = print(document).trimEnd().split('\n');
  return `${lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line)).join('\n')}\n`;
}

/** As the templates' files are written: short leaf maps on one line. */
function print(document: Document): string {
  return document.toString({ lineWidth: LINE_WIDTH }).replace(/\[ (.*?) \]/g, '[$1]');
}

const endsLine = (text: string): boolean => text === '' || text.endsWith('\n');
