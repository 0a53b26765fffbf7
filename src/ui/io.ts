/** The outside world of one run: streams, environment, folder, clock and interruption. Tests pass their own. */
import type { Readable } from 'node:stream';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';

export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  /** Calls the listener when the stream accepts text again, after `write` returned `false`. */
  once?(event: 'drain', listener: () => void): unknown;
  /**
   * Calls the listener for each failed write. Without a listener, the program ends at once when nobody reads stdout
   * any longer.
   */
  on?(event: 'error', listener: (error: Error) => void): unknown;
  /**
   * The stream itself, for code that moves the cursor. `write` makes such characters visible instead
   * (`safe-output.ts`).
   */
  readonly terminal?: OutputStream;
}

export interface Io {
  readonly stdin: Readable & { isTTY?: boolean };
  /** Receives data. */
  readonly stdout: OutputStream;
  /** Receives progress, notes and warnings. */
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly clock: Clock;
  /**
   * Ctrl-C and SIGTERM abort it. Before the first access to it, they end the program at once, because then there is
   * nothing to finish or to release.
   */
  readonly signal: AbortSignal;
  /**
   * Nobody sees what this run says about costs, or can confirm them. Work that costs more than a dollar, or an unknown
   * price, is refused. The MCP server and the console set it.
   */
  readonly unattended?: true;
  /** The executable and the script that start this program again in the background. */
  readonly self: readonly [string, string];
}

/** Whether a prompt is possible: stdin and stderr are a terminal, and this is not CI. */
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
