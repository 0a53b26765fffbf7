/** `--port` of the commands that start the local cloud. */
import type { Flags } from '../../../context.ts';
import { usageError } from '../../../errors.ts';
import type { Option } from '../command.ts';

export const PORT_OPTION: Option = {
  flags: '--port <number>',
  description: 'listen on exactly this port (default: 4566 or the next free one)',
};

/** Returns `undefined` if the flag is not set. Throws a usage error for an invalid port. */
export function readPort({ port: text }: Flags): number | undefined {
  if (typeof text !== 'string') return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw usageError(
    `--port takes a number from 1 to 65535, not "${text}".`,
    'Remove it to take 4566 or the next free port.',
  );
}
