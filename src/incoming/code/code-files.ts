/**
 * Unpacks the zip of a function. A zip is a guest: its paths and its size are checked before that. Pure.
 */
import { unzipSync } from 'fflate';
import { ApikitError, EXIT } from '../../errors.ts';
import { isHidden, isOfGit } from '../../text/hidden-path.ts';

/** Contents by path, with forward slashes. */
export type CodeFiles = ReadonlyMap<string, Uint8Array>;

/** The code of a function, and the paths of hidden files, which do not become files of a project. */
export interface Unpacked {
  readonly files: CodeFiles;
  readonly leftOut: readonly string[];
}

/** Bytes. A longer file of code is the output of a bundler, whose texts are not those of the function's author. */
export const LONGEST_SOURCE = 200_000;

/** Lambda's own limit for the files of a zip (docs/aws/quotas.md). */
const MOST_BYTES = 262_144_000;

/**
 * Leaves out hidden files: git and npm would start programs that the files of a stranger name. Throws `BadZip` for
 * paths that lead out of the folder, and for more files than Lambda could have accepted.
 */
export function filesInZip(zip: Uint8Array, name: string): Unpacked {
  let bytes = 0;
  const leftOut: string[] = [];
  const files = unzipSync(zip, {
    filter({ name: path, originalSize }) {
      const leavesFolder = path.startsWith('/') || /[\\:\0]/.test(path) || path.split('/').includes('..');
      if (leavesFolder) throw badZip(name, `it has the path ${JSON.stringify(path)}`);
      bytes += originalSize;
      if (bytes > MOST_BYTES) throw badZip(name, 'it has more than the 250 MB that Lambda accepts');
      if (path.endsWith('/')) return false;
      const hidden = isHidden(path) || isOfGit(path);
      if (hidden) leftOut.push(path);
      return !hidden;
    },
  });
  return { files: new Map(Object.entries(files)), leftOut: leftOut.sort() };
}

const badZip = (name: string, why: string) =>
  new ApikitError('BadZip', `The zip of function ${name} is not unpacked: ${why}.`, {
    exitCode: EXIT.usage,
    hint: 'Take the code from its repository, and begin with: apikit init --from <handler>.',
  });
