/** Reads the file of a service of the Serverless Framework, and the files that it names. */
import { statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Path } from '../../config/problem.ts';
import { parseSource, type Source } from '../../config/source.ts';
import { type Json, objectOf, textOf } from '../../contract/model/json.ts';
import { longFormOf } from '../../contract/read/cloudformation.ts';
import { openBelow } from '../../contract/read/open-file.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import type { Unresolved } from '../template/template.ts';
import { type StageForm, variables } from './variables.ts';

export interface ServiceFunction {
  /** Its key in `functions`. */
  readonly name: string;
  readonly settings: Json;
  /** Where the settings are in the service's file. */
  readonly path: Path;
}

export interface Service {
  readonly name: string | undefined;
  /** The members of the file at the top. */
  readonly members: readonly string[];
  readonly functions: readonly ServiceFunction[];
  at(path: Path, stage?: StageForm): unknown;
  /** The names of the members of the map at a path. */
  keys(path: Path): string[];
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
    members: Object.keys(data),
    functions: functionsOf(found.at.bind(found)),
    at: (path, stage) => found.at(path, stage),
    keys: (path) => found.keys(path),
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

/** `functions` is a map, or a list of maps that together are one. */
function functionsOf(at: (path: Path) => unknown): ServiceFunction[] {
  const written = at(['functions']);
  const maps = Array.isArray(written)
    ? written.map((each, index) => ({ each: objectOf(each), path: ['functions', index] }))
    : [{ each: objectOf(written), path: ['functions'] }];
  return maps.flatMap(({ each, path }) =>
    Object.entries(each).map(([name, settings]) => ({ name, settings: objectOf(settings), path: [...path, name] })),
  );
}

/** Opens `.json`, `.yaml` and `.yml` files below the folder, and neither hidden ones nor links that lead outside. */
function fileOpener(root: string): (name: string) => Source | undefined {
  const open = openBelow(root);
  let files = 0;
  return (name) => {
    const file = posix.normalize(name);
    if (++files > MOST_FILES) return undefined;
    const size = statSync(join(root, file), { throwIfNoEntry: false })?.size ?? 0;
    const opened = size > LARGEST_FILE ? undefined : open(file);
    if (!opened || 'why' in opened) return undefined;
    const source = parseSource(opened.text, file, longFormOf);
    return source.problems.some(({ severity }) => severity === 'error') ? undefined : source;
  };
}

const bad = (message: string) =>
  new ApikitError('BadTemplate', `${message} Nothing was written.`, {
    exitCode: EXIT.usage,
    hint: 'Name the serverless.yml of a service. For serverless.ts or serverless.js, import what `serverless print` writes.',
  });
