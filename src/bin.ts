#!/usr/bin/env node
/** The executable: signals to an `AbortSignal`, `run` to an exit code. */
import { run } from './cli.ts';
import { processIo } from './ui/io.ts';

// A second Ctrl-C does not wait for what is in flight.
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort();
  });
}
// A reader that goes away (`| head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), processIo(interruption.signal));
