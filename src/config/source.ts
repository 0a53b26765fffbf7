/**
 * A YAML or JSON document that keeps the position of each value in its text. It knows nothing about the document's
 * meaning. JSON is read as YAML, so that both have positions.
 */
import {
  Composer,
  type CST,
  Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Pair,
  Parser,
  Scalar,
  visit,
  YAMLMap,
  YAMLParseError,
} from 'yaml';
import { expandsTooFar } from './expansion.ts';
import { commentInJson } from './json-comment.ts';
import { DEEPEST, tooDeepAt } from './nesting.ts';
import { type Path, type Problem, pointer } from './problem.ts';

export interface Source {
  /** The name that problems use. */
  readonly file: string;
  /** Plain data, or `undefined` if the text is not a document. */
  readonly data: unknown;
  /** Syntax errors and duplicate keys. */
  readonly problems: readonly Problem[];
  /** Returns a problem at `path`, or at its nearest ancestor in the text. `key` points at the key itself. */
  problem(path: Path, message: string, fix: string, options?: ProblemOptions): Problem;
  /**
   * Returns a scalar's own text, such as `012345678901`, which the data has only as a number. `undefined` if it is not
   * a scalar.
   */
  written(path: Path): string | undefined;
}

export interface ProblemOptions {
  readonly severity?: Problem['severity'];
  readonly key?: boolean;
}

/** Corrections for the common syntax errors. The parser's own message describes the error. */
const SYNTAX_FIXES: Record<string, string> = {
  DUPLICATE_KEY: 'Remove one of the two.',
  TAB_AS_INDENT: 'Indent with spaces.',
  BAD_INDENT: 'Align it with its siblings.',
  MISSING_CHAR: 'Close the bracket or quote, or put the value in quotes.',
  MULTIPLE_DOCS: 'Keep one document in the file.',
};

/** Returns the member that a tag abbreviates: `Fn::Sub` for `!Sub`. */
export type LongForm = (tag: string) => string | undefined;

/** Parses text and never throws. A tag is expanded to the member that it abbreviates. */
export function parseSource(text: string, file: string, longForm: LongForm = () => undefined): Source {
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const deepAt = tooDeepAt(tokens);
  const document = deepAt === undefined ? compose(tokens, text, lines) : new Document();
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const comment = commentInJson(text);
  const errors = comment === undefined ? document.errors : [];
  const problems = errors.map((error): Problem => {
    const duplicate = error.code === 'DUPLICATE_KEY' && /^[^:\s]+/.exec(text.slice(error.pos[0]))?.[0];
    return {
      ...place(error.pos[0]),
      path: '',
      message: duplicate
        ? `${duplicate} is written twice in the same place.`
        : `This is not valid YAML: ${error.message.replace(/\.?$/, '.')}`,
      fix: SYNTAX_FIXES[error.code] ?? 'Correct the syntax here.',
      severity: 'error',
    };
  });
  if (comment !== undefined) problems.push({ ...place(comment), path: '', ...COMMENT, severity: 'error' });
  problems.push(...unknownTags(document, text, place, longForm));
  if (deepAt !== undefined) problems.push({ ...place(deepAt), path: '', ...TOO_DEEP, severity: 'error' });
  if (text.includes('!')) writeOutTags(document, longForm);
  const broken =
    deepAt !== undefined || comment !== undefined || document.errors.some((error) => error.code !== 'DUPLICATE_KEY');
  const data = broken ? undefined : toPlain(document, text);
  if (!broken && data === undefined) {
    problems.push({ file, line: 1, column: 1, path: '', ...ALIAS_TROUBLE, severity: 'error' });
  }
  return {
    file,
    // After a syntax error the data is unreliable, and parts that seem to be missing would be reported.
    data,
    problems,
    written: (path) => {
      const node = nodeAt(document, path);
      return isScalar(node) && node.range ? text.slice(node.range[0], node.range[1]) : undefined;
    },
    problem: (path, message, fix, options = {}) => ({
      ...place(offsetOf(document, path, options.key === true)),
      path: pointer(path),
      message,
      fix,
      severity: options.severity ?? 'error',
    }),
  };
}

/** Data that a program will write as `file`. Its problems have only a path, because there is no text yet. */
export function dataSource(data: unknown, file: string): Source {
  return {
    file,
    data,
    problems: [],
    written: () => undefined,
    problem: (path, message, fix, { severity = 'error' } = {}) => ({
      ...{ file, line: 1, column: 1, path: pointer(path) },
      ...{ message, fix, severity },
    }),
  };
}

/**
 * `!Ref` and `!Sub` have a meaning in CloudFormation's files. The parser would drop them here and keep the bare text.
 */
function unknownTags(
  document: Document,
  text: string,
  place: (offset: number) => Pick<Problem, 'file' | 'line' | 'column'>,
  longForm: LongForm,
): Problem[] {
  return document.warnings
    .filter(({ code }) => code === 'TAG_RESOLVE_FAILED')
    .map(({ pos: [start, end] }) => ({ start, tag: text.slice(start, end) }))
    .filter(({ tag }) => longForm(tag) === undefined)
    .map(({ start, tag }) => ({
      ...place(start),
      path: '',
      message: `${tag} is a YAML tag that apikit does not support and that would be lost.`,
      fix: 'Write the value itself, in quotes if it begins with !.',
      severity: 'error',
    }));
}

/** `!Sub x` becomes `{ Fn::Sub: x }`, at the place of the tag. */
function writeOutTags(document: Document, longForm: LongForm): void {
  visit(document, {
    Value(_, node) {
      const name = node.tag === undefined ? undefined : longForm(node.tag);
      if (name === undefined) return undefined;
      const map = new YAMLMap();
      map.range = node.range ?? null;
      if (node.anchor !== undefined) map.anchor = node.anchor;
      delete node.tag;
      delete node.anchor;
      map.add(new Pair(new Scalar(name), node));
      return map;
    },
  });
}

/** Returns the first document of the text, like `parseDocument`. A second document is an error in it. */
function compose(tokens: readonly CST.Token[], text: string, lineCounter: LineCounter): Document.Parsed {
  const composer = new Composer({ lineCounter, prettyErrors: false, merge: true, uniqueKeys: false });
  const [first, second] = composer.compose(tokens, true, text.length) as Iterable<Document.Parsed>;
  if (!first) throw new Error('the YAML composer made no document');
  first.errors.push(...duplicateKeys(first));
  if (second) first.errors.push(new YAMLParseError([second.range[0], second.range[1]], 'MULTIPLE_DOCS', SECOND));
  return first;
}

/**
 * The parser's own search compares each key with all earlier keys, which takes minutes for a map of a hundred thousand.
 */
function duplicateKeys(document: Document.Parsed): YAMLParseError[] {
  const errors: YAMLParseError[] = [];
  const open: unknown[] = [document.contents];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isSeq(node)) open.push(...node.items.filter(isCollection));
    if (!isMap(node)) continue;
    const seen = new Set<unknown>();
    for (const { key, value } of node.items) {
      if (isCollection(value)) open.push(value);
      if (isCollection(key)) open.push(key);
      // Several `<<` merge several maps.
      if (!isScalar(key) || key.value === '<<') continue;
      if (seen.has(key.value)) {
        const start = key.range?.[0] ?? 0;
        errors.push(new YAMLParseError([start, start + 1], 'DUPLICATE_KEY', 'Map keys must be unique'));
      }
      seen.add(key.value);
    }
  }
  return errors.sort((a, b) => a.pos[0] - b.pos[0]);
}

const SECOND = 'a second document begins here';

const COMMENT = {
  message: 'This is JSON with comments, which JSON does not allow.',
  fix: 'Remove the comments, which begin with // or /*.',
};

const TOO_DEEP = {
  message: `This is nested more than ${DEEPEST} levels deep.`,
  fix: 'Close the open brackets, or reduce the nesting: in a contract, move the inner schemas to components and refer to them.',
};

const ALIAS_TROUBLE = {
  message: 'The aliases of the file form a cycle, or are too many.',
  fix: 'Write the values instead of aliases.',
};

/** Returns `undefined` if the value is not finite. */
function toPlain(document: Document, text: string): unknown {
  try {
    // The library limits the number of aliases, of which a contract may have hundreds. Only the size of the result
    // matters.
    const data: unknown = document.toJS({ maxAliasCount: -1 });
    return text.includes('&') && expandsTooFar(data) ? undefined : data;
  } catch {
    return undefined;
  }
}

function nodeAt(document: Document, path: Path): Node | null | undefined {
  let node: Node | null | undefined = document.contents;
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    node = child(node ?? null, part)?.value;
  }
  return isAlias(node) ? node.resolve(document) : node;
}

function offsetOf(document: Document, path: Path, atKey: boolean): number {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, part] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    const found = child(node, part);
    if (!found) return offset;
    node = found.value;
    const last = depth === path.length - 1;
    offset = (last && atKey ? found.key : found.value)?.range?.[0] ?? found.key?.range?.[0] ?? offset;
  }
  return offset;
}

/** The pairs of a map by key, the first of each key. They are kept, because one map may have thousands of problems. */
const PAIRS = new WeakMap<YAMLMap, Map<string, Pair>>();

function pairsOf(node: YAMLMap): ReadonlyMap<string, Pair> {
  const known = PAIRS.get(node);
  if (known) return known;
  const pairs = new Map<string, Pair>();
  for (const pair of node.items) {
    if (isScalar(pair.key) && !pairs.has(String(pair.key.value))) pairs.set(String(pair.key.value), pair);
  }
  PAIRS.set(node, pairs);
  return pairs;
}

interface Child {
  readonly key?: Node | undefined;
  readonly value: Node | null;
}

function child(node: Node | null, part: string | number): Child | undefined {
  if (isMap(node)) {
    const pair = pairsOf(node).get(String(part));
    return pair && { key: pair.key as Node, value: pair.value as Node | null };
  }
  if (isSeq(node)) {
    const item = node.items[Number(part)];
    return item === undefined ? undefined : { value: item as Node };
  }
  return undefined;
}
