/**
 * Finds the code for each operation of a contract: the project's own function of that name in `operations/`, or else a
 * CRUD verb on the table in the operationId. Pure.
 */
import type { Operation } from '../../contract/model/operations.ts';
import { pathParameters } from '../../contract/model/paths.ts';
import { resourceNames } from '../../naming/resource-names.ts';
import { shellWord } from '../../text/shell-word.ts';
import { limitedFileName } from '../names/file-name.ts';
import { pythonName } from '../names/python-names.ts';
import type { ProjectShape, TableShape, WiringProblem } from './project-shape.ts';
import { missingAuthorizers } from './wire-authorizers.ts';

export type Verb = 'list' | 'create' | 'get' | 'update' | 'replace' | 'delete';

export interface CrudWiring {
  verb: Verb;
  /** The name in apikit.yaml. */
  table: string;
  /** The name in messages: `order line`. */
  resource: string;
  /** The attributes of the key, each with its path parameter, if it has one. */
  keys: Array<{ attribute: string; from?: string }>;
  /** The attribute with the time at which an item expires, if the table has one. */
  ttl?: string;
  /** The filters of a list: query parameters that are keys of an index. */
  filters: string[];
  indexes: Array<{ name: string; key: string; sortKey?: string }>;
  /** Whether a list may be called without a filter, which reads the table. */
  unfiltered: boolean;
}

/** The code for an operation. Neither member is set for an operation with its own integration, or without code. */
export interface WiredOperation {
  operation: Operation;
  /** A file relative to the entry's folder, and the name of its export. */
  own?: { file: string; name: string };
  crud?: CrudWiring;
  /** Set if the name is a verb on a table, whatever code serves it: the body becomes an item. */
  stored?: boolean;
}

export interface Wiring {
  /** Whether the project has the layout of the templates. apikit calls functions only in that layout. */
  conventional: boolean;
  operations: WiredOperation[];
  problems: WiringProblem[];
}

/** The extensions of modules. The first one is that of new files. */
const EXTENSIONS = { typescript: ['.ts', '.mts', '.js', '.mjs'], python: ['.py'] };

/** Total: the problems include operations without code. */
export function wire(described: readonly Operation[], project: ProjectShape): Wiring {
  const conventional = fileOf(project, 'api/request') !== undefined;
  const problems: WiringProblem[] = [];
  const operations = described.map((operation): WiredOperation => {
    if (isElsewhere(operation)) return { operation };
    const name = nameFor(operation.operationId, project);
    const file = fileOf(project, `operations/${name}`);
    const crud = fileOf(project, 'crud/table') === undefined ? undefined : crudOf(operation, project.tables);
    if (file !== undefined) return { operation, own: { file, name }, stored: crud !== undefined };
    if (crud && 'problem' in crud) {
      problems.push({ path: [...operation.at, 'operationId'], ...crud.problem });
      return { operation };
    }
    if (crud) return { operation, crud, stored: true };
    problems.push(missingHandler(operation, `${name}${extensionsOf(project)[0]}`, project.tables));
    return { operation };
  });
  return {
    conventional,
    operations,
    problems: [
      // A handler with its own router gets no advice about routing, even if it uses the contract's checks.
      ...(conventional
        ? [
            ...withoutEvents(project),
            ...duplicateFiles(operations, project),
            ...problems,
            ...unusedFiles(operations, project),
          ]
        : []),
      ...missingAuthorizers(described, project),
    ],
  };
}

/** Projects of an earlier apikit have code for events of version 1.0 only. */
function withoutEvents(project: ProjectShape): WiringProblem[] {
  if (project.payload !== '2.0' || fileOf(project, 'api/event') !== undefined) return [];
  return [
    {
      rule: 'front-door-unsupported',
      path: [],
      message:
        'payload: "2.0" in apikit.yaml asks for events of version 2.0, and src/api/ of this project cannot read them.',
      fix: 'Copy src/api/ from a new project of `apikit init`, or remove payload.',
    },
  ];
}

/** Whether an integration of the contract serves the operation, and not the function. */
export const isElsewhere = ({ settings }: Operation): boolean => settings.integration !== undefined;

/**
 * Finds IDs that differ although their functions do not: `users.list` and `users_list`, or `getUser` and `getuser`,
 * which are the same file on a file system that ignores case, as on macOS and Windows.
 */
function duplicateFiles(operations: readonly WiredOperation[], project: ProjectShape): WiringProblem[] {
  const first = new Map<string, string>();
  return operations.flatMap(({ operation, crud }) => {
    if (isElsewhere(operation) || crud) return [];
    const key = fileKey(operation.operationId, project);
    const other = first.get(key);
    if (other === undefined || other === operation.operationId) {
      first.set(key, operation.operationId);
      return [];
    }
    const name = nameFor(operation.operationId, project);
    return {
      rule: 'operation-file-twice' as const,
      path: [...operation.at, 'operationId'],
      message: `src/operations/${name}${extensionsOf(project)[0]} would serve both ${operation.operationId} and ${other}.`,
      fix: 'Rename one of them, so that their names differ in more than punctuation and case.',
    };
  });
}

/** Returns the same text for IDs whose functions would be in one file, also on a file system that ignores case. */
export function fileKey(operationId: string, project: Pick<ProjectShape, 'language'> = {}): string {
  return nameFor(operationId, project).toLowerCase();
}

function nameFor(operationId: string, { language }: Pick<ProjectShape, 'language'>): string {
  return language === 'python' ? pythonName(operationId) : functionName(operationId);
}

/** Returns `createThing` for `create-thing`: the name of an operation's function and of its file. */
export function functionName(operationId: string): string {
  const words = operationId.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const [first = '', ...others] = words;
  const name = first + others.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
  return limitedFileName(
    RESERVED.has(name) || !/^[A-Za-z]/.test(name) ? `operation${name[0]?.toUpperCase() ?? ''}${name.slice(1)}` : name,
  );
}

const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false ' +
    'finally for function if implements import in instanceof interface let new null package private protected public ' +
    'return static super switch this throw true try typeof undefined var void while with yield'
  ).split(' '),
);

/** Returns the file of a module whose path has no extension, if there is one. */
export function fileOf(project: ProjectShape, module: string): string | undefined {
  const candidates = extensionsOf(project).map((extension) => module + extension);
  return candidates.find((file) => project.files.includes(file));
}

const extensionsOf = ({ language }: ProjectShape): readonly string[] => EXTENSIONS[language ?? 'typescript'];

type CrudProblem = { problem: Omit<WiringProblem, 'path'> };

/** Returns `undefined` if the operationId is not a verb and a table. */
function crudOf(operation: Operation, tables: Record<string, TableShape>): CrudWiring | CrudProblem | undefined {
  for (const [table, shape] of Object.entries(tables)) {
    const names = resourceNames(table.replaceAll('_', '-'));
    const verb = VERBS.find((each) => {
      return operation.operationId === each + (each === 'list' ? names.pluralPascal : names.singularPascal);
    });
    if (verb === undefined) continue;
    const attributes = [shape.key, ...(shape.sortKey === undefined ? [] : [shape.sortKey])];
    const keys = keysOf(verb, operation, attributes);
    if (!keys) return { problem: wrongPath(operation, attributes, verb) };
    const types = [shape.keyType, shape.sortKey === undefined ? undefined : shape.sortKeyType];
    const other = types.find((type) => type !== undefined && type !== 'string');
    if (other !== undefined) {
      const message = `${operation.operationId} needs keys of type string, but the table ${table} has one of type ${other}.`;
      return { problem: { rule: 'operation-key', message, fix: addOwn(operation) } };
    }
    const list = verb === 'list' ? listOf(operation, table, shape) : NO_LIST;
    if ('problem' in list) return list;
    return { verb, table, resource: names.singular, keys, ...(shape.ttl && { ttl: shape.ttl }), ...list };
  }
  return undefined;
}

const VERBS: Verb[] = ['list', 'create', 'get', 'update', 'replace', 'delete'];
const NO_LIST: Pick<CrudWiring, 'filters' | 'indexes' | 'unfiltered'> = { filters: [], indexes: [], unfiltered: false };

/** Assigns the path's parameters to the key's attributes by name, or else by order. */
function keysOf(verb: Verb, { path }: Operation, attributes: string[]): CrudWiring['keys'] | undefined {
  const names = pathParameters(path);
  const given = verb === 'list' || verb === 'create' ? attributes.slice(0, -1) : attributes;
  // A further parameter would be a part of the path that the table does not have.
  if (names.length !== given.length) return undefined;
  const named = given.every((attribute) => names.includes(attribute));
  return attributes.map((attribute, index) => {
    return index < given.length ? { attribute, from: named ? attribute : names[index]! } : { attribute };
  });
}

function wrongPath({ operationId, path }: Operation, attributes: string[], verb: Verb): CrudProblem['problem'] {
  const given = verb === 'list' || verb === 'create' ? attributes.slice(0, -1) : attributes;
  const wanted = given.map((attribute) => `{${attribute}}`).join(' and ') || 'no parameter';
  return {
    rule: 'operation-key',
    message: `${operationId} finds its item by ${given.join(' and ')}, but ${path} does not contain exactly that.`,
    fix: `Write ${wanted} into the path, or give the operation its own function.`,
  };
}

/** Returns the filters of a list, and the indexes that it reads for them. */
function listOf(operation: Operation, table: string, shape: TableShape): typeof NO_LIST | CrudProblem {
  const filters = operation.parameters.filter(({ in: place, name }) => place === 'query' && !PAGING.has(name));
  const indexes = Object.entries(shape.indexes ?? {}).map(([name, { key, sortKey }]) => ({
    name,
    key,
    ...(sortKey !== undefined && { sortKey }),
  }));
  // In a table with a sort key, a list must stay within one partition.
  const fitting = indexes.filter(({ key }) => shape.sortKey === undefined || key === shape.key);
  const keys = new Set(fitting.flatMap(({ key, sortKey }) => [key, ...(sortKey === undefined ? [] : [sortKey])]));
  const without = filters.find(({ name }) => !keys.has(name));
  if (without) {
    return {
      problem: {
        rule: 'operation-filter',
        message: `${operation.operationId} declares the filter ${without.name}, but the table ${table} has no index for it, so it would read the whole table.`,
        fix: `Add one in apikit.yaml: tables.${table}.indexes: { by${without.name[0]!.toUpperCase()}${without.name.slice(1)}: { key: ${without.name} } }, or remove the parameter.`,
      },
    };
  }
  const names = filters.map(({ name }) => name);
  const used = fitting.filter(
    ({ key, sortKey }) => names.includes(key) || (sortKey !== undefined && names.includes(sortKey)),
  );
  const partial = used.find(({ name }) => (shape.indexes?.[name]?.projection ?? 'all') !== 'all');
  if (partial) {
    return {
      problem: {
        rule: 'operation-filter',
        message: `${operation.operationId} reads the list from the index ${partial.name}, which does not contain whole items.`,
        fix: `Give the index projection: all in apikit.yaml, or give the operation its own function.`,
      },
    };
  }
  return { filters: names, indexes: used, unfiltered: !filters.some(({ required }) => required) };
}

const PAGING = new Set(['limit', 'cursor']);

function missingHandler(operation: Operation, file: string, tables: Record<string, TableShape>): WiringProblem {
  const known = Object.keys(tables);
  return {
    rule: 'operation-unanswered',
    path: [...operation.at, 'operationId'],
    message: `No code serves ${operation.operationId}: src/operations/${file} does not exist, and it is not a verb on a table${known.length > 0 ? ` (${known.join(', ')})` : ''}.`,
    fix: addOwn(operation),
  };
}

const addOwn = ({ operationId }: Operation): string => `Run: apikit add operation ${shellWord(operationId)}`;

/** Finds files in `operations/` that no operation uses. */
function unusedFiles(operations: WiredOperation[], { files }: ProjectShape): WiringProblem[] {
  const used = new Set(operations.flatMap(({ own }) => own?.file ?? []));
  const left = files.filter(
    (file) =>
      /^operations\/(?:[^/]+\.m?[jt]s|[^/_][^/]*\.py)$/.test(file) && !file.endsWith('.d.ts') && !used.has(file),
  );
  return left.map((file) => ({
    rule: 'operation-leftover',
    path: ['paths'],
    message: `src/${file} belongs to no operation of the contract.`,
  }));
}
