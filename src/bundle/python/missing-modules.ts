/** Finds modules that a Python handler always imports and that will be missing on Lambda. Reads text. Pure. */
import type { Problem } from '../../config/problem.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { modulesOf, type PythonImport, placesOf, pythonImports } from './python-imports.ts';
import { BROUGHT_MODULES, VENDOR } from './python-packages.ts';
import { isStandard, minorOf, standardSince, standardUntil } from './python-standard-library.ts';

export interface PackedModules {
  /** All paths in the zip. */
  readonly places: readonly string[];
  /** The texts of the modules by their paths in the zip. */
  readonly texts: Readonly<Record<string, string>>;
  /** The module that Lambda loads, by its path in the zip. */
  readonly entry: string;
  /** Returns the module's path in the project, or `undefined` for a module of a package. */
  sourceOf(place: string): string | undefined;
  /** Lambda's ID: `python3.14`. */
  readonly runtime: string;
  /** Modules that the layers of the function contain. */
  readonly provided: readonly string[];
}

/** Common packages whose names differ from the names of their modules. */
const PACKAGES: Readonly<Record<string, string>> = {
  bs4: 'beautifulsoup4',
  Crypto: 'pycryptodome',
  cv2: 'opencv-python-headless',
  dotenv: 'python-dotenv',
  jose: 'python-jose',
  jwt: 'PyJWT',
  PIL: 'Pillow',
  psycopg2: 'psycopg2-binary',
  sklearn: 'scikit-learn',
  yaml: 'PyYAML',
};

/** Code that changes the module path. Only a start shows what it finds. */
const OWN_PATH = /\bsys\.(?:path|meta_path|modules)\b/;

/** @throws ApikitError `ModuleNotFound` with the file and line of every import that certainly fails on Lambda */
export function refuseMissingModules(packed: PackedModules): void {
  const modules = loadedModules(packed);
  if (modules.some(({ source, text }) => !/(^|\/)generated\//.test(source) && OWN_PATH.test(text))) return;
  const minor = minorOf(packed.runtime);
  const importable = importablePaths(packed.places);
  const isMissing = ({ module }: PythonImport) =>
    !isProvided(module, minor) && !isPacked(module, importable) && !packed.provided.includes(topOf(module));
  const problems = modules.flatMap(({ source, imports }) =>
    imports.filter(isMissing).map((each) => problemOf(each, source, packed)),
  );
  if (problems.length === 0) return;
  const lines = problems.map(({ file, line, message, fix }) => `${file}:${line} ${message} ${fix}`);
  const error = new ApikitError('ModuleNotFound', `The handler would not start on Lambda.\n${lines.join('\n')}`, {
    hint: 'Correct the import, or make sure that the module is packed (docs/python.md).',
    exitCode: EXIT.usage,
  });
  throw Object.assign(error, { problems });
}

interface LoadedModule {
  readonly source: string;
  readonly text: string;
  readonly imports: readonly PythonImport[];
}

/** Returns the project's own modules that the entry always loads, with the imports that always run. */
function loadedModules({ texts, entry, sourceOf }: PackedModules): LoadedModule[] {
  const loaded = new Map<string, LoadedModule>();
  const waiting = [entry];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const source = sourceOf(place);
    const text = texts[place];
    if (loaded.has(place) || source === undefined || text === undefined) continue;
    const imports = pythonImports(text, place).filter(({ certain }) => certain);
    loaded.set(place, { source, text, imports });
    waiting.push(...imports.flatMap(modulesOf).flatMap(placesOf));
  }
  return [...loaded.values()];
}

const topOf = (module: string): string => module.split('.')[0] ?? '';

/** Whether Python itself or Lambda has the module. The module without a name is the root of the zip. */
function isProvided(module: string, minor: number): boolean {
  const top = topOf(module);
  return module === '' || isStandard(top, minor) || BROUGHT_MODULES.has(top);
}

function isPacked(module: string, importable: ReadonlySet<string>): boolean {
  const path = module.replaceAll('.', '/');
  return importable.has(path) || importable.has(VENDOR + path);
}

/**
 * Returns the folders of the zip and its modules without extensions: `_speedups` for
 * `_speedups.cpython-314-aarch64-linux-gnu.so`.
 */
function importablePaths(places: readonly string[]): Set<string> {
  const paths = new Set<string>();
  for (const place of places) {
    for (let end = place.indexOf('/'); end !== -1; end = place.indexOf('/', end + 1)) paths.add(place.slice(0, end));
    if (place.endsWith('.py')) paths.add(place.slice(0, -'.py'.length));
    if (place.endsWith('.so')) paths.add(place.slice(0, place.indexOf('.')));
  }
  return paths;
}

function problemOf({ module, line }: PythonImport, file: string, { runtime }: PackedModules): Problem {
  const top = topOf(module);
  const [since, until] = [standardSince(top), standardUntil(top)];
  const name = PACKAGES[top] ?? top.replaceAll('_', '-');
  const message =
    until !== undefined
      ? `imports ${module}, which Python removed in 3.${until}; the runtime is ${runtime}.`
      : since !== undefined
        ? `imports ${module}, which Python added in 3.${since}; the runtime is ${runtime}.`
        : `imports ${module}, which is neither in the project nor among its packages.`;
  const fix =
    until !== undefined || since !== undefined
      ? 'Use another module, or another function.runtime.'
      : `If it is a package, add it to requirements.txt (${name}).`;
  return { file, line, column: 1, path: '', message, fix, severity: 'error' };
}
