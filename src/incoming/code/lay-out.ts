/**
 * Lays the code of functions out as one project. A single function is at the root, as it was in its zip, so that all of
 * its paths mean the same. Several functions have a folder each, and a router before them. Pure.
 */
import { entryOfModule, parseHandler } from '../../config/handler-name.ts';
import { RUNTIMES } from '../../config/runtimes.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import type { ProjectFile } from '../../templates/project-folder.ts';
import type { Finding } from '../finding.ts';
import { freeName } from '../free-name.ts';
import type { CodeFiles } from './code-files.ts';
import { nodeCode } from './node-code.ts';
import { pythonCode } from './python-code.ts';
import { pythonRouter, renamedInPython } from './python-router.ts';
import { type RoutedFunction, renamedExport, routerCode } from './router.ts';

/** A function whose code comes in. */
export interface IncomingFunction {
  readonly name: string;
  /** In AWS's form: `index.handler`. */
  readonly handler: string;
  readonly runtime: string;
  readonly files: CodeFiles;
  /** The operations that it serves: `GET /items/{id}`. */
  readonly routes: readonly string[];
  /** The folder of its code in the project. Default: the root for a single function, `functions/<name>` for several. */
  readonly folder?: string;
  /**
   * The module that has the function as `handler`, without its ending: `authorizers/people` decides who may call, and
   * `consumers/mail` gets the messages of a queue. Absent for a function that serves operations.
   */
  readonly becomes?: string;
  /** Where it comes from, for the report. */
  readonly place: string;
}

export interface LaidOut {
  readonly files: readonly ProjectFile[];
  /** The value of `function.handler`. */
  readonly handler: string;
  /** The files of the functions that serve no operation, by `becomes`. */
  readonly modules: ReadonlyMap<string, string>;
  readonly runtime: string;
  /** Patterns of files that are not code, for `function.bundle.files`. */
  readonly data: readonly string[];
  /** Whether npm has packages to install. */
  readonly installs: boolean;
  readonly findings: readonly Finding[];
}

const isPython = ({ runtime }: Pick<IncomingFunction, 'runtime'>) => runtime.startsWith('python');

/**
 * Expects at least one function. With `guarded`, an authorizer decides who may call, and a single function also gets a
 * router: it must not get the events of an authorizer. Throws `UnsupportedRuntime`, `SeveralFunctions` and
 * `HandlerNotFound`.
 */
export function layOut(functions: readonly IncomingFunction[], app: string, guarded = false): LaidOut {
  const [first] = functions;
  if (!first) throw new Error('there is no function to lay out');
  const other = functions.find(({ runtime }) => !/^(?:nodejs|python)/.test(runtime));
  if (other) throw unsupported(other);
  // Modules of Python are imported from the folder of their function, so functions of several folders cannot be one.
  const folders = new Set(functions.map((fn) => (isPython(fn) ? (fn.folder ?? fn.name) : 'JavaScript')));
  if (folders.size > 1) throw mixed(functions);
  const codes = functions.map((fn) => ({ fn, ...(isPython(fn) ? pythonCode : nodeCode)(fn.files) }));
  const dependencies = Object.assign({}, ...codes.map((code) => code.dependencies)) as Record<string, string>;
  const alone = functions.length === 1;
  const below = ({ name, folder = alone ? '' : `functions/${name}` }: IncomingFunction, path: string) =>
    folder === '' ? path : `${folder}/${path}`;
  // Functions may share a folder.
  const contents = new Map(codes.flatMap(({ fn, files }) => [...files].map(([path, text]) => [below(fn, path), text])));
  const placed = [...contents].map(([path, text]): ProjectFile => ({ path, contents: text }));
  const modules = codes.map(({ fn, files }): Module => {
    const { file, exportName } = moduleOf(fn, files);
    return { fn, file, exportName, routes: fn.routes };
  });
  const manifest = manifestFile(first, dependencies, placed, app);
  const { runtime, finding } = runtimeOf(first);
  const entry = alone && !guarded ? undefined : entryOf(modules, below, [...contents.keys()]);
  return {
    files: [
      ...placed.filter(({ path }) => path !== manifest?.path),
      ...(manifest ? [manifest] : []),
      ...(entry?.files ?? []),
    ],
    handler: entry?.handler ?? below(first, first.handler),
    modules: entry?.modules ?? new Map(),
    runtime,
    data: isPython(first) ? [] : dataPatterns(placed.map(({ path }) => path)),
    installs: manifest?.path === 'package.json',
    findings: finding ? [finding] : [],
  };
}

interface Module extends RoutedFunction {
  readonly fn: IncomingFunction;
}

type Below = (fn: IncomingFunction, path: string) => string;

/** The router, and the modules of functions that serve no operation. */
function entryOf(modules: readonly Module[], below: Below, taken: readonly string[]) {
  const serving = modules.filter(({ fn }) => fn.becomes === undefined);
  const others = modules.filter(({ fn }) => fn.becomes !== undefined);
  const authorizer = others.find(({ fn }) => isAuthorizer(fn.becomes!));
  const { fn: first } = modules[0]!;
  if (isPython(first)) {
    const name = routerName(taken.map((path) => path.slice(below(first, '').length)));
    const made = others.map((one) => ({ one, ...moduleFile(below(first, one.fn.becomes!), 'py', taken) }));
    return {
      handler: below(first, `${name}.handler`),
      modules: new Map(made.map(({ one, path }) => [one.fn.becomes!, path])),
      files: [
        { path: below(first, `${name}.py`), contents: pythonRouter(serving, authorizer) },
        ...made.filter(({ isNew }) => isNew).map(({ one, path }) => ({ path, contents: renamedInPython(one) })),
      ],
    };
  }
  const from = (start: string, { fn, file, ...rest }: Module) => ({ ...rest, file: start + below(fn, file) });
  const name = routerName(taken);
  const routed = serving.map((one) => from('./', one));
  const made = others.map((one) => ({ one, ...moduleFile(one.fn.becomes!, 'mjs', taken) }));
  return {
    handler: `${name}.handler`,
    modules: new Map(made.map(({ one, path }) => [one.fn.becomes!, path])),
    files: [
      { path: `${name}.mjs`, contents: routerCode(routed, authorizer && from('./', authorizer)) },
      ...made
        .filter(({ isNew }) => isNew)
        .map(({ one, path }) => ({ path, contents: renamedExport(from('../', one)) })),
    ],
  };
}

const isAuthorizer = (module: string): boolean => /(?:^|\/)authorizers\/[^/]+$/.test(module);

/** The file of a module that no file of the code is. The code may have an authorizer where apikit looks for it. */
function moduleFile(
  module: string,
  ending: string,
  taken: readonly string[],
): { readonly path: string; readonly isNew: boolean } {
  const present = taken.find((path) => isAuthorizer(module) && path.replace(/\.(?:[cm]?[jt]s|py)$/, '') === module);
  if (present !== undefined) return { path: present, isNew: false };
  return { path: `${freeName(module, (each) => taken.includes(`${each}.${ending}`))}.${ending}`, isNew: true };
}

/** A name for the router that no module at the root has. */
function routerName(taken: readonly string[]): string {
  const modules = new Set(taken.map((path) => path.split('/')[0]!.replace(/\..*$/, '')));
  return ['handler', 'router', 'apikit_router'].find((name) => !modules.has(name)) ?? 'apikit_entry';
}

function moduleOf(fn: IncomingFunction, files: CodeFiles): { file: string; exportName: string } {
  const { module, exportName } = parseHandler(fn.handler);
  const file = entryOfModule(module, (path) => files.has(path));
  const isName = /^[A-Za-z_$][\w$]*$/.test(exportName);
  if (file === undefined || !isName) {
    const why = isName
      ? `but its code has no file ${module} in JavaScript, TypeScript or Python`
      : `and ${JSON.stringify(exportName)} is not the name of a function`;
    throw new ApikitError('HandlerNotFound', `The handler of function ${fn.name} is ${fn.handler}, ${why}.`, {
      exitCode: EXIT.usage,
      hint: 'Take the code from its repository, and begin with: apikit init --from <handler>.',
    });
  }
  return { file, exportName };
}

/** The project's own package.json or requirements.txt; `undefined` if it needs none. */
function manifestFile(
  fn: IncomingFunction,
  dependencies: Readonly<Record<string, string>>,
  placed: readonly ProjectFile[],
  app: string,
): ProjectFile | undefined {
  const names = Object.keys(dependencies).sort();
  if (isPython(fn)) {
    const own = placed.find(({ path }) => /(?:^|\/)requirements\.txt$/.test(path));
    if (own) return { ...own, path: 'requirements.txt' };
    if (names.length === 0) return undefined;
    return { path: 'requirements.txt', contents: names.map((name) => `${name}==${dependencies[name]}\n`).join('') };
  }
  if (names.length === 0) return undefined;
  const present = placed.find(({ path }) => path === 'package.json');
  const text = present && new TextDecoder().decode(present.contents as Uint8Array);
  const base = text === undefined ? { name: app, private: true } : (JSON.parse(text) as object);
  const sorted = Object.fromEntries(names.map((name) => [name, dependencies[name]]));
  return { path: 'package.json', contents: `${JSON.stringify({ ...base, dependencies: sorted }, undefined, 2)}\n` };
}

/** A runtime that AWS no longer accepts is replaced by the oldest one of its language that it does. */
function runtimeOf({ runtime, place }: IncomingFunction): { runtime: string; finding?: Finding } {
  const known = RUNTIMES.find(({ id }) => id === runtime);
  if (known && known.verdict !== 'refuse') return { runtime };
  const language = runtime.startsWith('python') ? 'python' : 'nodejs';
  const current = RUNTIMES.filter(({ id, verdict }) => id.startsWith(language) && verdict === 'current').at(-1);
  if (!current) throw new Error(`there is no current runtime of ${language}`);
  const says = `Its runtime is ${runtime}, with which AWS accepts no new function. The project has ${current.id}: test the code with it.`;
  return { runtime: current.id, finding: { about: 'changes', place, says } };
}

const CODE = /\.(?:[cm]?[jt]s|[jt]sx|json|map|d\.ts|md)$/;

/** Files in a folder become one pattern for the folder. */
function dataPatterns(paths: readonly string[]): string[] {
  const data = paths.filter(
    (path) => !CODE.test(path) && !/(^|\/)(?:\.|LICENSE|yarn\.lock$|pnpm-lock\.yaml$)/.test(path),
  );
  return [
    ...new Set(data.map((path) => (path.includes('/') ? `${path.slice(0, path.lastIndexOf('/'))}/*` : path))),
  ].sort();
}

const unsupported = ({ name, runtime, place }: IncomingFunction) =>
  new ApikitError(
    'UnsupportedRuntime',
    `${place}: function ${name} has the runtime ${runtime}, and apikit deploys Node.js and Python.`,
    {
      exitCode: EXIT.usage,
      hint: 'Write its handler in JavaScript, TypeScript or Python, or keep it where it is.',
    },
  );

function mixed(functions: readonly IncomingFunction[]): ApikitError {
  const named = functions.map(({ name, runtime, routes }) => `${name} (${runtime}: ${routes.join(', ')})`);
  return new ApikitError(
    'SeveralFunctions',
    `The API has ${functions.length} functions, of which at least one is in Python: ${named.join('; ')}. A stage of apikit has one function, and apikit can only put functions of one language together, in Python only those of one folder.`,
    {
      exitCode: EXIT.usage,
      hint: 'Put them together in one handler, and begin with: apikit init --from <handler>.',
    },
  );
}
