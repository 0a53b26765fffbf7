/**
 * Runs the command line of this process. It turns signals into an `AbortSignal` and the result of `run` into an exit
 * code.
 */
import { fail, outputFlags, run } from './cli.ts';
import { EXIT, type ExitCode, interrupted } from './errors.ts';
import { processIo } from './ui/io.ts';

/** The exit codes that shells report for a program that such a signal ended. */
const ENDED_BY = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const;

const argv = process.argv.slice(2);
let interruption: AbortController | undefined;
let ended: ExitCode = EXIT.interrupted;
const io = processIo(() => {
  interruption ??= listen();
  return interruption.signal;
});

function listen(): AbortController {
  const controller = new AbortController();
  for (const [signal, code] of Object.entries(ENDED_BY)) {
    process.on(signal, () => {
      ended = code;
      if (!controller.signal.aborted) return controller.abort();
      // A second signal does not wait for running calls.
      const stopped = interrupted(
        'Stopped at once; calls that were under way may still take effect.',
        'Run the same command again: it continues from the state that it finds.',
      );
      fail(stopped, io, outputFlags(argv));
      process.exit(code);
    });
  }
  return controller;
}

process.on('uncaughtException', (error) => process.exit(fail(error, io, outputFlags(argv))));

// A reader that goes away (`| head`) is not an error. If nobody reads stderr, only progress is lost. A command with its
// own listener (`mcp`) ends by itself, after what it has begun is interrupted in order.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (process.stdout.listenerCount('error') > 1) return;
  if (error.code === 'EPIPE') process.exit();
  process.exit(fail(error, io, { ...outputFlags(argv), json: false }));
});
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exit(EXIT.failed);
});

const code = await run(argv, io);
process.exitCode = code === EXIT.interrupted ? ended : code;
