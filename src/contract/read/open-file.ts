/** Reads the other files of a contract, all of which lie below one folder and are JSON or YAML that nobody hides. */
import { readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { RuleId } from '../rules/index.ts';

/** Text, or why there is none. */
export type Opened = { readonly text: string } | { readonly rule: RuleId; readonly why: string };

/** Takes a name relative to the folder, with forward slashes. */
export type OpenFile = (name: string) => Opened;

/** What a `$ref` may bring along: a folder of a person also has credentials and settings. */
const DOCUMENT = /\.(json|ya?ml)$/i;

export function openBelow(root: string): OpenFile {
  return (name) => {
    if (escapes(name)) return outside(name, root);
    const path = join(root, name);
    try {
      // A link inside the project may lead out of it.
      const real = relative(realpathSync(root), realpathSync(path));
      if (escapes(real)) return { rule: 'ref-outside', why: `${name} is a link that leads out of ${root}.` };
      for (const each of [name, real.split(sep).join('/')]) {
        if (each.split('/').some((part) => part.startsWith('.')))
          return { rule: 'ref-hidden', why: `${name} is a hidden file, or in a hidden folder.` };
        if (!DOCUMENT.test(each)) return { rule: 'ref-hidden', why: `${name} is no .json, .yaml or .yml file.` };
      }
      return { text: readFileSync(path, 'utf8') };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
      return { rule: 'ref-file', why: `The file ${name} ${why}.` };
    }
  };
}

/** For a contract that is only a text. */
export const openNothing: OpenFile = (name) => ({
  rule: 'ref-file',
  why: `The file ${name} cannot be read from here.`,
});

function outside(name: string, root: string): Opened {
  return { rule: 'ref-outside', why: `${name} lies outside of ${root}, the folder that the document may read from.` };
}

function escapes(name: string): boolean {
  return name === '..' || name.startsWith(`..${sep}`) || name.startsWith('../') || isAbsolute(name);
}
