/**
 * What the code of a project may bring into the zip. A project that came from somewhere else could import a file of yours
 * by its path, or have a link that leads to one, and the function would hand it to whoever asks.
 */
import { realpath } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { ApikitError, EXIT } from '../../errors.ts';
import { isAtOrAbove, repositoryOf } from '../../files/repository.ts';

/**
 * Lets pass what really lies in the project, in an installed package, or in the project's repository and is not hidden
 * there: that is where the packages of a workspace are. `paths` are relative to `root`.
 *
 * @throws ApikitError `FileNotPackable` with every other file
 */
export async function refuseOutside(root: string, paths: readonly string[]): Promise<void> {
  const home = await realpath(root);
  const files = await Promise.all(paths.map(async (path) => ({ path, real: await realpath(join(root, path)) })));
  const beyond = files.filter(({ real }) => !isAtOrAbove(home, real) && !isInstalled(real));
  if (beyond.length === 0) return;
  const repository = await repositoryOf(dirname(home));
  const outside = beyond.filter(({ real }) => {
    return repository === undefined || !isAtOrAbove(repository, real) || isHidden(relative(repository, real));
  });
  if (outside.length === 0) return;
  const where = outside.map(({ path, real }) => (join(home, path) === real ? real : `${path}, which leads to ${real}`));
  throw new ApikitError(
    'FileNotPackable',
    `The handler's code takes files into the zip that lie outside of the project and its repository, or are hidden: ${where.join('; ')}.`,
    {
      hint: 'If the function needs them, copy them into the project, and import them from there.',
      exitCode: EXIT.usage,
    },
  );
}

const isInstalled = (file: string): boolean => file.split(sep).includes('node_modules');

const isHidden = (path: string): boolean => path.split(sep).some((part) => part.startsWith('.'));
