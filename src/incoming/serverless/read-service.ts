/** Reads the file of a service of the Serverless Framework, and the files that it names. */
import { statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Path } from '../../config/problem.ts';
import { parseSource } from '../../config/source.ts';
import { type Json, objectOf, textOf } from '../../contract/model/json.ts';
import { longFormOf } from '../../contract/read/cloudformation.ts';
import { openBelow } from '../../contract/read/open-file.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import type { Unresolved } from '../template/template.ts';
import { type OpenedFile, type StageForm, type Variables, variables } from './variables.ts';

export interface ServiceFunction {
  /** Its key in `functions`. */
  readonly name: string;
  readonly settings: Json;
  /** Where the settings are in the service's file. */
  readonly path: Path;
}

export interface Service {
  readonly name: string | undefined;
  readonly functions: readonly ServiceFunction[];
  /** Where the service has resources of CloudFormation: one template, or a list of them. */
  readonly resources: readonly Path[];
  at(path: Path, stage?: StageForm): unknown;
  /** The names of the members of the map at a path. */
  keys(path: Path): string[];
  /** The places in the list at a path. */
  indexes(path: Path): number[];
  place(...path: Path): string;
  readonly unresolved: readonly Unresolved[];
  /** The other files that the service consists of. */
  readonly files: readonly string[];
}

export interface ServiceValues {
  readonly options: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Bytes of one file that a variable names. */
const LARGEST_FILE = 2_000_000;

const MOST_FILES = 200;

/** Throws `BadTemplate`. */
export function readService(text: string, file: string, root: string, values: ServiceValues): Service {
  const source = parseSource(text, file, longFormOf);
  const [fault] = source.problems.filter(({ severity }) => severity === 'error');
  if (fault) throw bad(`${fault.file}:${fault.line}:${fault.column} ${fault.message}`);
  const data = objectOf(source.data);
  if (data.services !== undefined && data.functions === undefined)
    throw bad(`${file} combines services, and has no functions of its own. Import each service by itself.`);
  if (data.provider === undefined) throw bad(`${file} has no provider, so it is not a service.`);
  const found = variables({
    root: source,
    open: fileOpener(root),
    ...values,
    tooFar: () => bad(`The variables of ${file} expand without end, or to more than an import reads.`),
  });
  const provider = textOf(found.at(['provider', 'name'])) ?? textOf(data.provider);
  if (provider !== undefined && provider !== 'aws') throw bad(`${file} is for the provider ${provider}, not for aws.`);
  return {
    name: nameOf(found.at(['service'])),
    functions: partsOf(found, 'functions').flatMap(({ part, path }) =>
      Object.entries(part).map(([name, settings]) => ({ name, settings: objectOf(settings), path: [...path, name] })),
    ),
    resources: partsOf(found, 'resources').map(({ path }) => path),
    at: found.at,
    keys: found.keys,
    indexes: found.indexes,
    place: (...path) => found.place(path),
    get unresolved() {
      return found.unresolved;
    },
    get files() {
      return found.files;
    },
  };
}

/** Older files have a map with the name. */
const nameOf = (service: unknown): string | undefined => textOf(service) ?? textOf(objectOf(service).name);

/** `functions` and `resources` are a map, or a list of maps that together are one. */
function partsOf(found: Variables, member: string): { part: Json; path: Path }[] {
  const isList = Array.isArray(found.at([member]));
  const paths = isList ? found.indexes([member]).map((index) => [member, index]) : [[member]];
  return paths.map((path) => ({ part: objectOf(found.at(path)), path }));
}

/** Opens `.json`, `.yaml` and `.yml` files below the folder, and neither hidden ones nor links that lead outside. */
function fileOpener(root: string): (name: string) => OpenedFile {
  const open = openBelow(root);
  let files = 0;
  return (name) => {
    const file = posix.normalize(name);
    if (++files > MOST_FILES) return { why: `An import reads ${MOST_FILES} files of a service at most.` };
    if (sizeOf(join(root, file)) > LARGEST_FILE) return { why: `${file} is no file, or has more than 2 MB.` };
    const opened = open(file);
    if ('why' in opened) return opened;
    const source = parseSource(opened.text, file, longFormOf);
    const fault = source.problems.find(({ severity }) => severity === 'error');
    return fault ? { why: `${fault.file}:${fault.line}:${fault.column} ${fault.message}` } : source;
  };
}

/** Bytes. What is not a file has no end: reading a pipe would wait for ever. */
function sizeOf(path: string): number {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined || found.isFile() ? (found?.size ?? 0) : Number.POSITIVE_INFINITY;
  } catch {
    // The name is wrong, and the error of opening it says how.
    return 0;
  }
}

const bad = (message: string) =>
  new ApikitError('BadTemplate', `${message} Nothing was written.`, {
    exitCode: EXIT.usage,
    hint: 'Name the serverless.yml of a service. For serverless.ts or serverless.js, import what `serverless print` writes.',
  });
