/** Opens the files of a configuration: those with blocks, and those that expressions name. */
import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { isAbove } from '../../text/above-path.ts';
import { isHidden } from '../../text/hidden-path.ts';
import type { Finding } from '../finding.ts';
import { bad } from './bad-configuration.ts';
import type { Block } from './hcl.ts';
import { HclError } from './hcl-text.ts';
import { readHcl } from './read-hcl.ts';
import { withoutMarks } from './unknown.ts';

/** Bytes of a file, and files of a folder. */
const LARGEST = 2_000_000;
const MOST_FILES = 500;

/** The files that `file` and `templatefile` may read, because a repository also contains credentials. */
const DOCUMENT = /\.(?:json|ya?ml|tpl|tftpl|tmpl)$/i;

/** `shown` is the folder in the report: empty, or with a slash at its end. Throws `BadTemplate`. */
export function filesIn(
  folder: string,
  shown: string,
): { readonly files: readonly string[]; readonly findings: Finding[] } {
  const names = readdirSync(folder).sort();
  const files = names.filter((name) => name.endsWith('.tf') && !isHidden(name));
  const findings = names
    .filter((name) => /\.tf\.json$|(?:^|_)override\.tf$/.test(name))
    .map((name): Finding => {
      const says =
        'This file is not read. Write what it has into a .tf file, or import the output of `terraform show -json` for a plan.';
      return { about: 'lost', place: `${shown}${name}:1`, says };
    });
  const read = files.filter((name) => !/(?:^|_)override\.tf$/.test(name));
  if (read.length === 0) throw bad(`${shown || folder} has no .tf files.`);
  if (read.length > MOST_FILES) throw bad(`${shown || folder} has more than ${MOST_FILES} files.`);
  return { files: read, findings };
}

/** `name` is the file in the report. Throws `BadTemplate`. */
export function parseFile(path: string, name: string): readonly Block[] {
  const found = lstatSync(path);
  if (!found.isFile()) throw bad(`${name} is a link or no file.`);
  if (found.size > LARGEST) throw bad(`${name} has more than 2 MB.`);
  try {
    return readHcl(withoutMarks(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof HclError) throw bad(`${name}:${error.line} ${error.message}`);
    throw error;
  }
}

/** Reads nothing that is hidden, that is out of `root`, or that is no document. */
export function textOfFile(folder: string, root: string, path: string): string | undefined {
  try {
    const real = realpathSync(join(folder, path));
    const names = [join(folder, path), real].map((each) => relative(realpathSync(root), each));
    if (isAbsolute(path) || names.some((name) => isAbove(name) || isHidden(name) || !DOCUMENT.test(name)))
      return undefined;
    const found = lstatSync(real);
    if (!found.isFile() || found.size > LARGEST) return undefined;
    return withoutMarks(readFileSync(real, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Returns the folder of a module that is in the same repository. */
export function folderOfModule(folder: string, root: string, source: string): string | undefined {
  if (!/^\.\.?\//.test(source)) return undefined;
  try {
    const real = realpathSync(join(folder, source));
    const name = relative(realpathSync(root), real);
    return isAbove(name) || isHidden(name) ? undefined : real;
  } catch {
    return undefined;
  }
}
