/** Reads the other files of a contract, all of which lie in the project's folder. */
import { readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { RuleId } from '../rules.ts';

/** Text, or why there is none. */
export type Opened = { readonly text: string } | { readonly rule: RuleId; readonly why: string };

/** Takes a name relative to the project, with forward slashes. */
export type OpenFile = (name: string) => Opened;

export function openBelow(root: string): OpenFile {
  return (name) => {
    if (escapes(name)) return { rule: 'ref-outside', why: `${name} lies outside of the project.` };
    const path = join(root, name);
    try {
      // A link inside the project may lead out of it.
      const real = relative(realpathSync(root), realpathSync(path));
      if (escapes(real)) return { rule: 'ref-outside', why: `${name} is a link that leads out of the project.` };
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

function escapes(name: string): boolean {
  return name === '..' || name.startsWith(`..${sep}`) || name.startsWith('../') || isAbsolute(name);
}
