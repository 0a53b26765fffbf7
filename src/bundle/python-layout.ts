/**
 * How the files of a Python handler lie in the zip, from how its entry imports. Lambda imports the module that the handler
 * names from the root of the zip. Pure.
 */
import { basename, dirname } from 'node:path/posix';
import { ApikitError, EXIT } from '../errors.ts';
import { VENDOR } from './python-packages.ts';

export interface PythonLayout {
  /** Of a file, by its path relative to the folder of the entry. */
  placeOf(path: string): string;
  /** Lambda's name of the module: `app`, or `src.app` where the entry imports relative to its package. */
  readonly module: string;
}

const RELATIVE_IMPORT = /^[ \t]*from[ \t]+(\.+)/gm;
const PACKAGE_NAME = /^[A-Za-z_]\w*$/;

/**
 * `text` is the entry's; `conventional`: it is laid out as apikit scaffolds it. In any other layout, packages of `vendor/` lie
 * at the root of the zip, where Python finds them.
 *
 * @throws ApikitError `RelativeImport` where no place makes the entry's imports right
 */
export function pythonLayout(entry: string, text: string, conventional: boolean): PythonLayout {
  const dots = [...text.matchAll(RELATIVE_IMPORT)].map(([, found]) => found!.length);
  const name = basename(entry, '.py');
  if (conventional && dots.length === 0) return { placeOf: (path) => path, module: name };
  const fromRoot = (path: string) => (path.startsWith(VENDOR) ? path.slice(VENDOR.length) : undefined);
  if (dots.length === 0) return { placeOf: (path) => fromRoot(path) ?? path, module: name };
  const folder = basename(dirname(entry));
  if (conventional || Math.max(...dots) > 1 || !PACKAGE_NAME.test(folder)) throw relativeImport(entry);
  return { placeOf: (path) => fromRoot(path) ?? `${folder}/${path}`, module: `${folder}.${name}` };
}

function relativeImport(entry: string): ApikitError {
  return new ApikitError(
    'RelativeImport',
    `${entry} imports relative to a package (from .x import y), and Lambda would load it without that package.`,
    {
      hint: 'Write from x import y. Or put the entry into a folder with a name like src, whose modules import each other with one dot.',
      exitCode: EXIT.usage,
    },
  );
}
