/** Reads the other files of a contract. They must be JSON or YAML, not hidden, and in the project or its repository. */
import { readFileSync, realpathSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { repositoryOfProject } from '../../files/repository.ts';
import { isAbove } from '../../text/above-path.ts';
import { isHidden } from '../../text/hidden-path.ts';
import type { RuleId } from '../rules/index.ts';

/** The text, or the reason for its absence. */
export type Opened = { readonly text: string } | { readonly rule: RuleId; readonly why: string };

/** Expects a name relative to the folder, with forward slashes. */
export type OpenFile = (name: string) => Opened;

/** The file types that a `$ref` may read: a folder may also contain credentials and settings. */
const DOCUMENT = /\.(json|ya?ml)$/i;

/** Opens files below the folder and, if `repository` is another one, below that. Both may be reached by links. */
export function openBelow(root: string, repository = root): OpenFile {
  return (name) => {
    if (isAbsolute(name) || (repository === root && isAbove(name))) return outside(name, root);
    const path = join(root, name);
    try {
      // A link inside the project may lead to a file outside it.
      const real = realpathSync(path);
      const borders = [root, repository].map((folder) => realpathSync(folder));
      const border = borders.find((folder) => !isAbove(relative(folder, real)));
      if (border === undefined) {
        if (isAbove(name)) return outside(name, repository);
        return { rule: 'ref-outside', why: `${name} is a link to a place outside ${repository}.` };
      }
      for (const each of [name, relative(border, real).split(sep).join('/')]) {
        if (isHidden(each)) return { rule: 'ref-hidden', why: `${name} is a hidden file, or in a hidden folder.` };
        if (!DOCUMENT.test(each)) return { rule: 'ref-hidden', why: `${name} is not a .json, .yaml or .yml file.` };
      }
      return { text: readFileSync(path, 'utf8') };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
      return { rule: 'ref-file', why: `The file ${name} ${why}.` };
    }
  };
}

/** Opens the files of a project and of its repository, which may have the contract, too. */
export async function openOfProject(root: string): Promise<OpenFile> {
  return openBelow(root, await repositoryOfProject(dirname(await realpath(root))));
}

/** Opens no file: the contract is only a text. */
export const openNothing: OpenFile = (name) => ({
  rule: 'ref-file',
  why: `The file ${name} cannot be read from here.`,
});

function outside(name: string, root: string): Opened {
  return { rule: 'ref-outside', why: `${name} is outside ${root}, the folder that the document may read from.` };
}
