/** `--data` of the `local` commands: the folder of the local cloud. */
import { resolve } from 'node:path';
import type { Context, Flags } from '../../../context.ts';
import type { Option } from '../command.ts';

export const DATA_OPTION: Option = {
  flags: '--data <dir>',
  description: 'folder of the cloud (default: .apikit/local)',
};

export async function dataDirOf(flags: Flags, context: Context): Promise<string> {
  return typeof flags.data === 'string' ? resolve(context.io.cwd, flags.data) : context.localDataDir();
}
