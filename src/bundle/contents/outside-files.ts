/**
 * Decides which files the code may include in the zip. A project from another author could import a private file by its
 * path, or contain a link to one, and the function would then return it to its callers.
 */
import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ApikitError, EXIT } from '../../errors.ts';
import { isPackable, realPlaces } from '../../files/real-place.ts';
import { WHAT_COUNTS } from '../../files/repository.ts';

/**
 * Accepts files that really are in the project, in an installed package, or in the project's repository without being
 * hidden: the repository contains the packages of a workspace. `paths` are relative to `root`.
 *
 * @throws ApikitError `FileNotPackable` with all other files
 */
export async function refuseOutside(root: string, paths: readonly string[]): Promise<void> {
  const home = await realpath(root);
  const placeOf = await realPlaces(root);
  const files = await Promise.all(paths.map(async (path) => ({ path, ...(await placeOf(path)) })));
  const outside = files.filter((place) => !isPackable(place) && !isInstalled(place.real));
  if (outside.length === 0) return;
  const isBeside = outside.some(({ within }) => within === undefined);
  const where = outside.map(({ path, real }) => (join(home, path) === real ? real : `${path}, which leads to ${real}`));
  throw new ApikitError(
    'FileNotPackable',
    `The handler's code includes files that are outside the project and its repository, or are hidden: ${where.join('; ')}.`,
    {
      hint: `If the function needs them, copy them into the project and import the copies${isBeside ? `, or ${WHAT_COUNTS}` : '.'}`,
      exitCode: EXIT.usage,
    },
  );
}

const isInstalled = (file: string): boolean => file.split(sep).includes('node_modules');
