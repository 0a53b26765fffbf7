/**
 * Resolves the variables of the Serverless Framework as far as the files tell their values, and knows the place of each
 * value. It reads only files that `open` returns, no variables of the environment, and runs nothing.
 */
import type { Path } from '../../config/problem.ts';
import type { Source } from '../../config/source.ts';
import { isObject, listOf, objectOf, own, textOf } from '../../contract/model/json.ts';
import { isRestriction } from '../template/intrinsics.ts';
import type { Unresolved } from '../template/template.ts';
import { alternativesOf, literalIn, piecesOf, type Reference, referenceIn } from './expressions.ts';

/** A value in one of the files. */
interface Node {
  readonly value: unknown;
  readonly source: Source;
  readonly path: Path;
}

/**
 * How the name of the stage appears in a value: `literal` is the stage for which the import reads the file, and
 * `placeholder` is that of apikit.yaml, which every stage fills in.
 */
export type StageForm = 'literal' | 'placeholder';

export interface Variables {
  /**
   * Returns the value at a path of the service's file. Members that cannot be resolved are left out, and so is a
   * statement of IAM whose condition cannot be resolved as a whole.
   */
  at(path: Path, stage?: StageForm): unknown;
  /** The names of the members of the map at a path. */
  keys(path: Path): string[];
  /** The places in the list at a path. */
  indexes(path: Path): number[];
  /** `serverless.yml:12`, also in a file that the service's file names. */
  place(path: Path): string;
  readonly unresolved: readonly Unresolved[];
  /** The other files that values come from. */
  readonly files: readonly string[];
}

/** A document, or a sentence about why it is not read. */
export type OpenedFile = Source | { readonly why: string };

export interface VariableInput {
  readonly root: Source;
  /** Returns the document of a file, by its path relative to the service's folder. */
  readonly open: (file: string) => OpenedFile;
  /** Values of `${opt:…}`. */
  readonly options: Readonly<Record<string, string>>;
  /** Values of `${param:…}`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Returns the error about variables that expand without end. */
  readonly tooFar: () => Error;
}

/** Values that variables may produce. A service of many functions has some thousands. */
const MOST_STEPS = 100_000;

/** Characters of all texts with variables. */
const MOST_CHARACTERS = 5_000_000;

/** The placeholder of apikit.yaml. */
const REGION = `\${region}`;

/** Variables within variables, and maps and lists around them. */
const DEEPEST = 60;

export function variables({ root, open, options, parameters, tooFar }: VariableInput): Variables {
  const unresolved = new Map<string, Unresolved>();
  const files = new Map<string, OpenedFile>();
  const known = new Map<string, unknown>();
  let [steps, characters] = [0, 0];
  /** Values that could not be resolved. */
  let lost = 0;
  const start: Node = { value: root.data, source: root, path: [] };
  // The service's own value may depend on the option, whose default is then in the service's value.
  let stageName = own(options, 'stage');
  /** Why a file of the variable that is being resolved is not read. */
  let unread: string | undefined;

  const count = () => {
    if (++steps > MOST_STEPS) throw tooFar();
  };

  function child(node: Node | undefined, key: string | number, depth: number): Node | undefined {
    const parent = node && followed(node, 'literal', depth);
    if (!parent) return undefined;
    const value = Array.isArray(parent.value)
      ? (parent.value as unknown[])[Number(key)]
      : own(objectOf(parent.value), String(key));
    // A value that is null is absent: the next alternative counts.
    return value === undefined || value === null
      ? undefined
      : { value, source: parent.source, path: [...parent.path, key] };
  }

  const descend = (node: Node, path: Path, depth: number): Node | undefined =>
    path.reduce<Node | undefined>((found, key) => child(found, key, depth), node);

  /** Returns the value for which a text stands that is one variable as a whole. Other values stand for themselves. */
  function followed(node: Node, stage: StageForm, depth: number): Node | undefined {
    count();
    const text = textOf(node.value);
    if (text === undefined || !text.includes('${')) return node;
    const [piece, ...others] = piecesOf(text);
    if (piece === undefined || others.length > 0 || !('expression' in piece)) return node;
    return evaluated(piece.expression, node, stage, depth + 1);
  }

  /** A variable without a value is `undefined`. */
  function evaluated(expression: string, from: Node, stage: StageForm, depth: number): Node | undefined {
    if (depth > DEEPEST) return undefined;
    for (const alternative of alternativesOf(expression)) {
      const literal = literalIn(alternative);
      if (literal) return { ...from, value: literal.value };
      const inner = piecesOf(alternative);
      if (inner.length === 1 && 'expression' in inner[0]!) {
        const found = evaluated(inner[0].expression, from, stage, depth + 1);
        if (found) return found;
        continue;
      }
      const plain = texted(alternative, from, 'literal', depth + 1);
      const reference = plain === undefined ? undefined : referenceIn(plain);
      const found = reference && referred(reference, from, stage, depth + 1);
      if (found) return followed(found, stage, depth + 1);
    }
    return undefined;
  }

  function referred({ source, argument, address }: Reference, from: Node, stage: StageForm, depth: number) {
    const value = (of: unknown): Node | undefined => (of === undefined ? undefined : { ...from, value: of });
    const nameOfStage = () => value(stage === 'placeholder' ? `\${stage}` : stageName);
    switch (source) {
      case 'self':
        if (address === 'provider.stage') return nameOfStage() ?? descend(start, ['provider', 'stage'], depth);
        // The framework writes its default region into the service.
        return descend(start, partsOf(address), depth) ?? (address === 'provider.region' ? value(REGION) : undefined);
      case 'opt':
        if (address === 'stage') return nameOfStage();
        return value(own(options, address));
      case 'sls':
        return address === 'stage' ? nameOfStage() : undefined;
      case 'param':
        return value(own(parameters, address)) ?? parameter(address, depth);
      case 'aws':
        return value(address === 'region' ? REGION : `\${account}`);
      case 'strToBool':
        return /^(?:true|false|1|0)$/i.test(argument) ? value(/^(?:true|1)$/i.test(argument)) : undefined;
      case 'file': {
        const document = opened(argument);
        return document && descend({ value: document.data, source: document, path: [] }, partsOf(address), depth);
      }
      default:
        return undefined;
    }
  }

  function parameter(name: string, depth: number): Node | undefined {
    const stages = [stageName ?? 'dev', 'default'];
    const places = stages.flatMap((stage) => [
      ['params', stage, name],
      ['stages', stage, 'params', name],
    ]);
    for (const place of places) {
      const found = descend(start, place, depth);
      if (found) return found;
    }
    return undefined;
  }

  function opened(name: string): Source | undefined {
    const file = files.get(name) ?? open(name);
    files.set(name, file);
    if (!('why' in file)) return file;
    unread = file.why;
    return undefined;
  }

  /** Returns a text with the values of its variables. */
  function texted(text: string, from: Node, stage: StageForm, depth: number): string | undefined {
    if (!text.includes('${')) return text;
    let result = '';
    for (const piece of piecesOf(text)) {
      const value =
        'text' in piece ? piece.text : scalar(evaluated(piece.expression, from, stage, depth), depth, stage);
      if (value === undefined || typeof value === 'object') return undefined;
      result += String(value);
      characters += String(value).length;
      if (characters > MOST_CHARACTERS) throw tooFar();
    }
    return result;
  }

  function scalar(node: Node | undefined, depth: number, stage: StageForm = 'literal'): unknown {
    const text = textOf(node?.value);
    return node && text !== undefined ? texted(text, node, stage, depth + 1) : node?.value;
  }

  function resolved(node: Node, stage: StageForm, depth: number): unknown {
    unread = undefined;
    const found = followed(node, stage, depth);
    const value = found && scalar(found, depth, stage);
    if (found === undefined || value === undefined) {
      const place = placeOf(node);
      const why = whyUnresolved(String(node.value), unread);
      unresolved.set(`${place} ${why}`, { place, why });
      lost += 1;
      return undefined;
    }
    const below = (key: string | number, each: unknown) =>
      resolved({ value: each, source: found.source, path: [...found.path, key] }, stage, depth + 1);
    if (Array.isArray(value))
      return value.map((each, index) => below(index, each)).filter((each) => each !== undefined);
    if (!isObject(value)) return value;
    const members: [string, unknown][] = [];
    for (const [key, each] of Object.entries(value)) {
      const before = lost;
      members.push([texted(key, found, stage, depth) ?? key, below(key, each)]);
      // A statement with a part of its condition would allow more.
      if (lost > before && isRestriction(value, key)) return undefined;
    }
    return Object.fromEntries(members.filter(([, each]) => each !== undefined));
  }

  const placeOf = ({ source, path }: Node) =>
    `${source.file}:${source.problem(path, '', '', { key: typeof path.at(-1) === 'string' }).line}`;

  /** Returns the node, or the nearest one above it that exists. */
  function nearest(path: Path): Node {
    let node = start;
    for (const key of path) {
      const next = child(node, key, 0);
      if (!next) break;
      node = next;
    }
    return node;
  }

  function valueAt(path: Path): unknown {
    const node = descend(start, path, 0);
    return node && followed(node, 'literal', 0)?.value;
  }

  stageName ??= textOf(scalar(descend(start, ['provider', 'stage'], 0), 0)) ?? 'dev';

  return {
    at(path, stage = 'literal') {
      const key = JSON.stringify([stage, path]);
      if (!known.has(key)) {
        const node = descend(start, path, 0);
        known.set(key, node && resolved(node, stage, 0));
      }
      return known.get(key);
    },
    keys: (path) => Object.keys(objectOf(valueAt(path))),
    indexes: (path) => [...listOf(valueAt(path)).keys()],
    place: (path) => placeOf(nearest(path)),
    get unresolved() {
      return [...unresolved.values()];
    },
    get files() {
      return [...files.values()].flatMap((opened) => ('why' in opened ? [] : opened.file));
    },
  };
}

const LONGEST_SHOWN = 120;

/** Names only the variables of a text: what is around them can be a password. */
function whyUnresolved(text: string, unread: string | undefined): string {
  const shown = piecesOf(text)
    .flatMap((piece) => ('expression' in piece ? [`\${${piece.expression}}`] : []))
    .join(' ');
  const cut = shown.length > LONGEST_SHOWN ? `${shown.slice(0, LONGEST_SHOWN)}…` : shown;
  return unread === undefined ? `The files do not tell the value of ${cut}.` : `${cut} has no value: ${unread}`;
}

const partsOf = (address: string): string[] => address.split('.').filter((part) => part !== '');
