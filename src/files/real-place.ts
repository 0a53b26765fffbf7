/**
 * Finds the real place of a file that a project names, wherever its path and links lead. A project from another author
 * could name a private file of this machine, whose contents would then be shown, packed or sent.
 */
import { realpath } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { isHidden } from '../text/hidden-path.ts';
import { isAtOrAbove, repositoryOfProject } from './repository.ts';

export interface RealPlace {
  /** The absolute path without links. */
  readonly real: string;
  /** `undefined` if the file is in neither of them. */
  readonly within: 'project' | 'repository' | undefined;
  /** Whether the path below the project or the repository is hidden (`hidden-path.ts`). */
  readonly hidden: boolean;
}

/**
 * Returns a function that finds files by paths that are absolute or relative to `root`. The function throws the error
 * of the file system if there is no such file.
 */
export async function realPlaces(root: string): Promise<(path: string) => Promise<RealPlace>> {
  const home = await realpath(root);
  let above: Promise<string | undefined> | undefined;
  return async (path) => {
    const real = await realpath(resolve(root, path));
    if (isAtOrAbove(home, real)) return { real, within: 'project', hidden: isHidden(relative(home, real)) };
    above ??= repositoryOfProject(dirname(home));
    const repository = await above;
    if (repository === undefined || !isAtOrAbove(repository, real)) return { real, within: undefined, hidden: false };
    return { real, within: 'repository', hidden: isHidden(relative(repository, real)) };
  };
}

/** Whether a project may read the file as its contract, or as other data: it is in the repository, and not hidden. */
export const isReadable = ({ within, hidden }: RealPlace): boolean => within !== undefined && !hidden;

/** Whether a project may have the file in its code. Build tools write code to hidden folders of the project itself. */
export const isPackable = ({ within, hidden }: RealPlace): boolean =>
  within === 'project' || (within === 'repository' && !hidden);
