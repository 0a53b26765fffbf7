/** The files that a client may name: those of the project. */
import { dirname, resolve } from 'node:path';
import { findConfigFile } from '../../../config/find-project.ts';
import type { Context } from '../../../context.ts';
import { usageError } from '../../../errors.ts';
import { isReadable, realPlaces } from '../../../files/real-place.ts';
import { isAtOrAbove } from '../../../files/repository.ts';

/**
 * Throws a usage error for a file outside the project and its repository, also through links, and for a hidden file.
 */
export async function refuseOutside(file: string, { io, flags }: Pick<Context, 'io' | 'flags'>): Promise<void> {
  const config = findConfigFile(resolve(io.cwd, flags.config ?? '.'));
  const root = config === undefined ? io.cwd : dirname(config);
  const path = resolve(io.cwd, file);
  const find = await realPlaces(root);
  const place = await find(path).catch(() => undefined);
  // The command itself reports a file that is missing in the project. `-` would be stdin.
  const allowed = place === undefined ? isAtOrAbove(resolve(root), path) : isReadable(place);
  if (allowed && file !== '-') return;
  throw usageError(
    `The tools read only files of the project in ${root}, and ${JSON.stringify(file)} is none.`,
    'Name a file of the project, relative to its folder.',
  );
}
