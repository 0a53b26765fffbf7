/** `--port` of the commands that start the local cloud. */
import { usageError } from '../../../errors.ts';
import type { Option } from '../../../flags/option.ts';
import type { FlagsOf } from '../../../flags/values.ts';

export const PORT_OPTION = {
  flags: '--port <number>',
  description: 'listen on exactly this port (default: 4566 or the next free one)',
} as const satisfies Option;

/** Returns `undefined` if the flag is not set. Throws a usage error for an invalid port. */
export function readPort({ port: text }: FlagsOf<typeof PORT_OPTION>): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw usageError(
    `--port takes a number from 1 to 65535, not "${text}".`,
    'Remove it to take 4566 or the next free port.',
  );
}
