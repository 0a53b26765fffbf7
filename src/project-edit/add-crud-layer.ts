/**
 * Finds the files that a project without `crud/` needs to serve the operations of a table. Reads the project and writes
 * nothing.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ApikitError, EXIT } from '../errors.ts';
import { crudLayer, isServices } from '../templates/crud/layer.ts';
import { takenPaths } from '../templates/project-folder.ts';
import type { RenderedFile } from '../templates/render.ts';
import { languageOf } from '../templates/template.ts';
import { addPackages } from './add-packages.ts';

export interface CrudTarget {
  /** The project's folder. */
  root: string;
  /** The function's entry, relative to the project's folder. */
  entry: string;
  /** The table that the first tests use. */
  resource: string;
}

/**
 * Returns the files to write, including package.json if packages are missing. A project that has a `crud/`, or that
 * does not follow the layout of the templates, gets none: it implements its operations itself.
 *
 * @throws ApikitError `FileExists` if files of the user are in the way, `NotEdited` if package.json is not valid JSON.
 */
export async function addCrudLayer({ root, entry, resource }: CrudTarget): Promise<RenderedFile[]> {
  const language = languageOf(entry);
  const source = dirname(entry);
  if (language === undefined || !(await hasModule(root, `${source}/api/request`))) return [];
  if (await hasModule(root, `${source}/crud/table`)) return [];

  const { files, withoutTable, packages } = await crudLayer(resource, language);
  const written: RenderedFile[] = [];
  const inTheWay: string[] = [];
  for (const file of files) {
    const { path, contents } = inFolder(file, source);
    const present = await readIfThere(join(root, path));
    if (present === contents) continue;
    const untouched = withoutTable.find((other) => other.path === file.path);
    if (present === undefined || (untouched && present === inFolder(untouched, source).contents)) {
      written.push({ path, contents });
    } else if (!isServices(file) || !/dynamodb/i.test(present)) {
      inTheWay.push(path);
    }
  }
  if (inTheWay.length > 0) throw isThere(inTheWay);
  const manifest = await withPackages(root, packages);
  return manifest === undefined ? written : [...written, manifest];
}

/** Whether the module exists in any of the languages. */
export async function hasModule(root: string, module: string): Promise<boolean> {
  const paths = ['.ts', '.mts', '.js', '.mjs', '.py'].map((extension) => module + extension);
  return (await takenPaths(root, paths)).length > 0;
}

/** The templates have their source in `src`; this project may have it elsewhere. */
export function inFolder({ path, contents }: RenderedFile, source: string): RenderedFile {
  return {
    path: path.replace(/^src\//, source === '.' ? '' : `${source}/`),
    contents: contents.replaceAll("'../src/", source === '.' ? "'../" : `'../${source}/`),
  };
}

/** Returns `undefined` if there is no package.json, or if it already has all packages. */
async function withPackages(root: string, packages: Readonly<Record<string, string>>) {
  const text = await readIfThere(join(root, 'package.json'));
  if (text === undefined) return undefined;
  try {
    const present = JSON.parse(text).dependencies ?? {};
    if (Object.keys(packages).every((name) => Object.hasOwn(present, name))) return undefined;
    return { path: 'package.json', contents: addPackages(text, packages) };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ApikitError('NotEdited', `package.json was not changed: ${why}. Nothing was written.`, {
      exitCode: EXIT.usage,
      hint: 'Correct the file.',
      cause,
    });
  }
}

export async function readIfThere(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

function isThere(paths: string[]): ApikitError {
  const what = `${paths.join(', ')} ${paths.length === 1 ? 'is' : 'are'} already there`;
  const services = paths.some((path) => /(^|\/)services\.(ts|py)$/.test(path));
  return new ApikitError(
    'FileExists',
    `${what}, but operations on a table need different content there. Nothing was written.`,
    {
      exitCode: EXIT.usage,
      hint: services
        ? 'Add a dynamodb client and table names to the services, as in a project of `apikit init --template items`, and try again.'
        : 'Move or rename these files, and try again.',
    },
  );
}
