/** The files that a client may name: those of the project. */
import { realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { findConfigFile } from '../../../config/find-project.ts';
import type { Context } from '../../../context.ts';
import { usageError } from '../../../errors.ts';
import { isReadable, type RealPlace, realPlaces } from '../../../files/real-place.ts';
import { holdsHome, isAtOrAbove } from '../../../files/repository.ts';

/**
 * Throws a usage error for a file outside the project and its repository, also through links, and for a hidden file.
 */
export async function refuseOutside(file: string, { io, flags }: Pick<Context, 'io' | 'flags'>): Promise<void> {
  const config = findConfigFile(resolve(io.cwd, flags.config ?? '.'));
  if (config === undefined)
    throw usageError(
      `The tools read only files of a project, and the server has none: there is no apikit.yaml in ${io.cwd}.`,
      'Start the server in a project, or with --config.',
    );
  const root = dirname(config);
  if (await holdsHome(await realpath(root)))
    throw usageError(
      `The project ${root} is the home folder or contains it, and private files are there. The tools read no file of it by its name.`,
      'Move the project to a folder of its own.',
    );
  const path = resolve(io.cwd, file);
  const find = await realPlaces(root);
  const place = await find(path).catch(() => undefined);
  // The command itself reports a file that is missing in the project. `-` would be stdin.
  const allowed = place === undefined ? isAtOrAbove(resolve(root), path) : isReadable(place) && (await isFile(place));
  if (allowed && file !== '-') return;
  throw usageError(
    `The tools read only files of the project in ${root}, and ${JSON.stringify(file)} is none.`,
    `Name a regular file of the project that is not hidden, relative to the folder of the server, ${io.cwd}.`,
  );
}

/** A pipe or a device can be endless. */
const isFile = async ({ real }: RealPlace): Promise<boolean> => (await stat(real)).isFile();
