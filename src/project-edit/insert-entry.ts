/**
 * Adds an entry to a map in a YAML or JSON text and keeps every other byte: the user's comments, order, quotes and
 * blank lines stay. Pure.
 */
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  parseDocument,
  visit,
  type YAMLMap,
  Document as YamlDocument,
} from 'yaml';
import { BREAKS_ESCAPED, LINE_WIDTH, quoteWhatChanges, yamlInLine } from '../text/yaml-text.ts';
import { type Splice, spliced } from './splice.ts';

export type EntryPath = readonly string[];

export interface Entry {
  readonly path: EntryPath;
  /** Plain data, or a YAML node, whose style and comments stay. */
  readonly value: unknown;
}

/**
 * Returns `text` with `value` at `path`. Creates the maps on the path that are missing or empty. Throws `Error` if the
 * text does not parse, if the entry exists, or if the path leads through a value that is not a map.
 */
export function insertEntry(text: string, path: EntryPath, value: unknown): string {
  return spliced(text, insertions(parsed(text), text, [{ path, value }]));
}

/** Throws the first error of a text that does not parse. */
export function parsed(text: string): Document.Parsed {
  const document = parseDocument(text);
  if (document.errors.length > 0) throw document.errors[0]!;
  return document;
}

/**
 * Does the same for many entries. `document` is the parsed `text`: parsing takes longer than all insertions together.
 */
export function insertions(document: Document, text: string, entries: readonly Entry[]): Splice[] {
  const groups = new Map<string, { parent: EntryPath; members: Document }>();
  for (const { path, value } of entries) {
    if (document.hasIn(path)) throw new Error(`${path.join('.')} already exists`);
    const parent = path.slice(0, existingDepth(document, path));
    const key = JSON.stringify(parent);
    const group = groups.get(key) ?? { parent, members: new YamlDocument({}) };
    groups.set(key, group);
    const { members } = group;
    if (members.hasIn(path.slice(parent.length))) throw new Error(`${path.join('.')} would be added twice`);
    const below = path.slice(parent.length).map((name) => members.createNode(name));
    members.setIn(below, isNode(value) ? value : members.createNode(value));
  }
  // If an insertion ends where the map around it ends, it goes before the insertion into that map.
  return [...groups.values()]
    .sort((a, b) => b.parent.length - a.parent.length)
    .map(({ parent, members }) => insertion(document, text, parent, members.contents as YAMLMap));
}

/** Adds the members of `entry` at the end of the map at `path`. */
function insertion(document: Document, text: string, path: EntryPath, entry: YAMLMap): Splice {
  const map = path.length === 0 ? document.contents : document.getIn(path, true);
  if (map === null && path.length === 0) return at(text.length, `${endsLine(text) ? '' : '\n'}${block(entry, 0)}`);
  if (isScalar(map) && map.value === null) return intoEmpty(text, document, path, entry);
  if (!isMap(map)) throw new Error(`${path.join('.')} is not a map`);
  return map.flow ? intoFlow(text, map, entry, text.trimStart().startsWith('{')) : intoBlock(text, map, entry);
}

const at = (place: number, text: string): Splice => ({ start: place, end: place, text });

/** Whether the text has a value at `path`. */
export const hasEntry = (text: string, path: EntryPath): boolean => parseDocument(text).hasIn(path);

/** Returns how many segments of the path lead to maps that exist, or to an empty value, which becomes a map. */
function existingDepth(document: Document, path: EntryPath): number {
  let depth = 0;
  while (depth < path.length - 1 && document.hasIn(path.slice(0, depth + 1))) depth += 1;
  return depth;
}

/** Adds the entry after the map's last one, with the map's own indentation. */
function intoBlock(text: string, map: YAMLMap, entry: YAMLMap): Splice {
  const start = map.range![0];
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  const end = endOfEntries(text, map.range![1]);
  return at(end, `${text[end - 1] === '\n' ? '' : '\n'}${block(entry, indent)}`);
}

/** Returns the end of the map's last line. Blank lines and comments below it belong to the next entry. */
function endOfEntries(text: string, end: number): number {
  const trimmed = text.slice(0, end).trimEnd().length;
  const newline = text.indexOf('\n', trimmed);
  return newline < 0 ? text.length : newline + 1;
}

/** Adds the entry inside the braces, in their style. A JSON text keeps its lines. */
function intoFlow(text: string, map: YAMLMap, entry: YAMLMap, isJson: boolean): Splice {
  const [start, end] = map.range!;
  const close = text.lastIndexOf('}', end - 1);
  const inner = text.slice(start + 1, close);
  const written = inner.trimEnd();
  const separator = written === '' || written.endsWith(',') ? '' : ',';
  const place = { start: start + 1 + written.length, end: close };
  if (isJson || inner.includes('\n')) {
    const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
    const base = /^\s*/.exec(line)![0];
    const members = Object.entries(entry.toJSON()).map(([key, value]) => {
      const json = JSON.stringify(value, null, 2).replaceAll('\n', `\n${base}  `);
      return `\n${base}  ${JSON.stringify(key)}: ${json}`;
    });
    return { ...place, text: `${separator}${members.join(',')}\n${base}` };
  }
  const members = yamlInLine(entry.toJSON()).slice(1, -1).trim();
  const gap = written === '' ? ' ' : `${separator} `;
  return { ...place, text: `${gap}${members} ` };
}

/** Turns `tables:` without a value into a map. */
function intoEmpty(text: string, document: Document, path: EntryPath, entry: YAMLMap): Splice {
  const parentPath = path.slice(0, -1);
  const parent = parentPath.length === 0 ? document.contents : document.getIn(parentPath, true);
  if (!isMap(parent)) throw new Error(`${parentPath.join('.')} is not a map`);
  const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === path.at(-1));
  const [start] = (pair!.key as { range: [number, number, number] }).range;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const colon = text.indexOf(':', start);
  const lineEnd = text.indexOf('\n', colon) < 0 ? text.length : text.indexOf('\n', colon) + 1;
  // `tables: null` and `tables: ~` lose the word. A comment stays.
  const tail = text.slice(colon + 1, lineEnd).replace(/^\s*(?:null|~)?/, (word) => (word.trim() === '' ? word : ''));
  const made = `${tail}${tail.endsWith('\n') ? '' : '\n'}${block(entry, start - lineStart + 2)}`;
  return { start: colon + 1, end: lineEnd, text: made };
}

function block(entry: YAMLMap, indent: number): string {
  const document = new YamlDocument();
  document.contents = entry;
  quoteWhatChanges(document);
  const lines = print(document).trimEnd().split('\n');
  return `${lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line)).join('\n')}\n`;
}

/**
 * Prints like the templates' files: a list on one line has no space inside its brackets, unless a string contains them.
 */
function print(document: Document): string {
  let isInText = false;
  visit(document, {
    Scalar(_, { value }) {
      if (typeof value === 'string' && /\[ | \]/.test(value)) isInText = true;
    },
  });
  const text = document.toString({ lineWidth: LINE_WIDTH, ...BREAKS_ESCAPED });
  return isInText ? text : text.replace(/\[ (.*?) \]/g, '[$1]');
}

const endsLine = (text: string): boolean => text === '' || text.endsWith('\n');
