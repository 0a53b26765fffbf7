/**
 * Finds the folder of the project that is the root of a Python handler's zip. Lambda imports the handler and its
 * modules from the root of the zip: `from src.db import x` needs `src` there, `import db` a file beside the entry, and
 * `from ..db import x` a package above it. So the imports show the folder. Pure, except for the texts that it reads.
 */
import { basename, dirname, join } from 'node:path/posix';
import { ApikitError, EXIT } from '../../errors.ts';
import { modulesOf, type PythonImport, placesOf, pythonImports } from './python-imports.ts';
import { isStandard } from './python-standard-library.ts';

export interface PythonLayout {
  /** The project's folder that is the root of the zip, with forward slashes. `''` is the project's own folder. */
  readonly base: string;
  /** The packed files, relative to the base. */
  readonly paths: readonly string[];
  /** Lambda's name of the module: `app`, or `src.app`. */
  readonly module: string;
}

interface Project {
  /** The entry, relative to the project, with forward slashes. */
  readonly entry: string;
  /** All files, relative to the project. */
  readonly files: readonly string[];
  /** The minor version of Python. */
  readonly minor: number;
  read(path: string): Promise<string>;
}

/**
 * Returns the folder of the entry, or the nearest one above it, from which the imports work. The only dot in the name
 * of the entry's file is the one of its extension (`refuseDots`), so the folder of the entry can always be the root.
 *
 * @throws ApikitError `RelativeImport` if no folder makes the relative imports work
 */
export async function pythonLayout(project: Project): Promise<PythonLayout> {
  const files = new Set(project.files);
  const texts = new Map<string, string>();
  const read = async (path: string) => {
    const text = texts.get(path) ?? (await project.read(path));
    texts.set(path, text);
    return text;
  };
  const bases = ancestorFolders(dirname(project.entry));
  let best: Walk | undefined;
  for (const base of bases) {
    if (project.entry.slice(base.length).replace(/\.py$/, '').includes('.')) continue;
    const walked = await walk(base, bases, { ...project, read }, files);
    if (!best || walked.faults < best.faults) best = walked;
    if (best.faults === 0) break;
  }
  const { base, beyond, reached } = best!;
  if (beyond) throw relativeImport(beyond.path, beyond.line);
  const paths = below(project.files, base);
  const tops = new Set(['vendor', ...reached.map((path) => within(base, path).split('/')[0]!)]);
  // The zip contains the whole folder of the entry. From folders above it, it contains only imported packages and
  // `vendor/`.
  const all = base === bases[0];
  return {
    base,
    paths: all ? paths : paths.filter((path) => tops.has(path.split('/')[0]!)),
    module: within(base, project.entry).replace(/\.py$/, '').replaceAll('/', '.'),
  };
}

interface Walk {
  readonly base: string;
  /** The weight of the imports that fail with this base and would work with another one. */
  readonly faults: number;
  /** The first import that leads above the base. */
  readonly beyond: { readonly path: string; readonly line: number } | undefined;
  /** The modules that the entry loads, relative to the project. */
  readonly reached: readonly string[];
}

/** Follows the imports with this base. */
async function walk(base: string, bases: readonly string[], project: Project, files: Set<string>): Promise<Walk> {
  const reached = new Set<string>();
  const waiting = [project.entry];
  let faults = 0;
  let beyond: Walk['beyond'];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    const inside = within(base, path);
    for (const each of pythonImports(await project.read(path), inside)) {
      const found = modulesOf(each).flatMap((module) => placesOf(module).map((place) => join(base, place)));
      waiting.push(...found.filter((place) => files.has(place)));
      if (each.level > inside.split('/').length - 1) {
        faults += weightOf(each);
        if (each.certain) beyond ??= { path, line: each.line };
      } else if (isMisplaced(each, base, bases, project, files)) faults += weightOf(each);
    }
  }
  return { base, faults, beyond, reached: [...reached] };
}

/** An import in a function or a `try` may be one of two alternatives, and one of them may fail. */
const weightOf = ({ certain }: PythonImport): number => (certain ? 1000 : 1);

/** Whether an absolute import finds nothing in the base, but something in another folder. */
function isMisplaced(
  each: PythonImport,
  base: string,
  bases: readonly string[],
  { minor }: Project,
  files: Set<string>,
) {
  if (each.level > 0 || isStandard(each.module.split('.')[0]!, minor)) return false;
  const isIn = (folder: string) =>
    modulesOf(each).some((module) => placesOf(module).some((place) => files.has(join(folder, place))));
  return !isIn(base) && bases.some((other) => other !== base && isIn(other));
}

/** For example `src/api` → `src/api`, `src`, `''`. */
function ancestorFolders(folder: string): string[] {
  if (folder === '.' || folder === '') return [''];
  return [folder, ...ancestorFolders(dirname(folder))];
}

const within = (base: string, path: string): string => (base === '' ? path : path.slice(base.length + 1));
const below = (paths: readonly string[], base: string): string[] =>
  base === '' ? [...paths] : paths.filter((path) => path.startsWith(`${base}/`)).map((path) => within(base, path));

/**
 * Lambda passes the module's name to `importlib.import_module`, which reads the part before a dot as a package
 * (https://github.com/aws/aws-lambda-python-runtime-interface-client, awslambdaric/bootstrap.py).
 *
 * @throws ApikitError `EntryNotImportable` for an entry such as `src/app.v2.py`
 */
export function refuseDots(entry: string): void {
  const name = basename(entry, '.py');
  if (!name.includes('.')) return;
  const message = `Lambda cannot import ${entry}: Python reads ${name.slice(0, name.indexOf('.'))} as the name of a package.`;
  throw new ApikitError('EntryNotImportable', message, {
    hint: `Rename the file to ${join(dirname(entry), `${name.replaceAll('.', '_')}.py`)}, and use the new name in apikit.yaml.`,
    exitCode: EXIT.usage,
  });
}

function relativeImport(path: string, line: number): ApikitError {
  return new ApikitError(
    'RelativeImport',
    `${path}:${line} has a relative import, but ${basename(path)} is not in a package: the dots lead out of the project.`,
    {
      hint: 'Write the import without dots. Or move the module into a folder of the project, one folder for each dot.',
      exitCode: EXIT.usage,
    },
  );
}
