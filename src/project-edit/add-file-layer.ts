/** Finds the code that a project needs for the files of a resource. Reads the project and writes nothing. */
import { dirname, join } from 'node:path';
import { ApikitError, EXIT } from '../errors.ts';
import type { RenderedFile } from '../templates/render.ts';
import { type Language, languageOf } from '../templates/template.ts';
import { hasModule, inFolder, readIfThere } from './add-crud-layer.ts';

/**
 * Returns the language of a project with the layout of the templates, whose code the operations on files need.
 *
 * @throws ApikitError `NoLayout`
 */
export async function layoutLanguage(root: string, entry: string): Promise<Language> {
  const language = languageOf(entry);
  if (language !== undefined && (await hasModule(root, `${dirname(entry)}/api/request`))) return language;
  throw new ApikitError(
    'NoLayout',
    `${entry} does not have the layout of apikit's templates, which the operations on files need. Nothing was written.`,
    {
      exitCode: EXIT.usage,
      hint: 'Create a project with `apikit init --template files`, and copy src/files and src/operations from it.',
    },
  );
}

/**
 * Returns the files to write. Those that several resources share may be there already.
 *
 * @throws ApikitError `FileExists` if a file has other contents.
 */
export async function addFileLayer(
  root: string,
  entry: string,
  files: readonly RenderedFile[],
): Promise<RenderedFile[]> {
  const placed = files.map((file) => inFolder(file, dirname(entry)));
  const present = await Promise.all(placed.map(({ path }) => readIfThere(join(root, path))));
  const inTheWay = placed.filter(({ contents }, at) => present[at] !== undefined && present[at] !== contents);
  if (inTheWay.length > 0) {
    throw new ApikitError(
      'FileExists',
      `${inTheWay.map(({ path }) => path).join(', ')} ${inTheWay.length === 1 ? 'is' : 'are'} already there with other contents. Nothing was written.`,
      { exitCode: EXIT.usage, hint: 'Move or rename these files, or choose another name, and try again.' },
    );
  }
  return placed.filter((_file, at) => present[at] === undefined);
}
