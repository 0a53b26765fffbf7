/** The outside world of one run: streams, environment, folder, clock and interruption. Tests pass their own. */
import type { Readable } from 'node:stream';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';

export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  /** Calls back when it takes text again, after `write` has returned `false`. */
  once?(event: 'drain', listener: () => void): unknown;
  /** The stream itself, for what moves the cursor; `write` shows such characters instead (`safe-output.ts`). */
  readonly terminal?: OutputStream;
}

export interface Io {
  readonly stdin: Readable & { isTTY?: boolean };
  /** Data. */
  readonly stdout: OutputStream;
  /** Narration. */
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly clock: Clock;
  /**
   * Aborted by Ctrl-C and SIGTERM. Until somebody looks at it they end the program at once, however busy it is: there is nothing
   * to finish or to give back.
   */
  readonly signal: AbortSignal;
  /** How to run this program again in the background: executable and script. */
  readonly self: readonly [string, string];
}

/** Someone can be asked: both ends of the conversation are a terminal, and this is not CI. */
export function isInteractive(io: Io): boolean {
  return io.stdin.isTTY === true && io.stderr.isTTY === true && !io.env.CI;
}

export function processIo(signal: () => AbortSignal): Io {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    clock: systemClock,
    get signal() {
      return signal();
    },
    self: [process.execPath, process.argv[1]!],
  };
}
