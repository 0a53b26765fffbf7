#!/usr/bin/env node
/** The executable: signals to an `AbortSignal`, `run` to an exit code. */
import { fail, outputFlags, run } from './cli.ts';
import { EXIT, interrupted } from './errors.ts';
import { processIo } from './ui/io.ts';

const argv = process.argv.slice(2);
const interruption = new AbortController();
const io = processIo(interruption.signal);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!interruption.signal.aborted) return interruption.abort();
    // The second one does not wait for what is in flight.
    const stopped = interrupted(
      'Stopped at once; calls that were under way may still take effect.',
      'Run the same command again: it begins with looking at what is there.',
    );
    process.exit(fail(stopped, io, outputFlags(argv)));
  });
}
process.on('uncaughtException', (error) => process.exit(fail(error, io, outputFlags(argv))));

// A reader that goes away (`| head`) is not an error, and whoever does not listen to narration misses only that.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  process.exit(fail(error, io, { ...outputFlags(argv), json: false }));
});
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exit(EXIT.failed);
});

process.exitCode = await run(argv, io);
