/** `--data` of the `local` commands: the folder of the local cloud. */
import { resolve } from 'node:path';
import type { Context } from '../../../context.ts';
import type { Option } from '../../../flags/option.ts';
import type { FlagsOf } from '../../../flags/values.ts';

export const DATA_OPTION = {
  flags: '--data <dir>',
  description: 'folder of the cloud (default: .apikit/local)',
} as const satisfies Option;

export async function dataDirOf({ data }: FlagsOf<typeof DATA_OPTION>, context: Context): Promise<string> {
  return data === undefined ? context.localDataDir() : resolve(context.io.cwd, data);
}
