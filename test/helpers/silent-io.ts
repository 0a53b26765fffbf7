/** The surroundings of a program without terminal, environment and output. */
import { Readable } from 'node:stream';
import { systemClock } from '../../src/clock.ts';
import type { Io } from '../../src/ui/io.ts';
import { SELF } from './cli.ts';

export function silentIo(): Io {
  const nowhere = { write: () => true, isTTY: false };
  return {
    stdin: Object.assign(Readable.from([]), { isTTY: false }),
    stdout: nowhere,
    stderr: nowhere,
    env: {},
    cwd: process.cwd(),
    clock: systemClock,
    signal: new AbortController().signal,
    self: SELF,
  };
}
