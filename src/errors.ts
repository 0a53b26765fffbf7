/**
 * The only error type that reaches a user, and the exit codes. Any other thrown error is a defect of apikit, and
 * `cli.ts` reports it as such.
 */

/** The exit codes of all commands. */
export const EXIT = {
  /** The work is done, or there is nothing to do. */
  done: 0,
  /** The work failed. */
  failed: 1,
  /** The usage or the configuration is wrong, and nothing was tried. */
  usage: 2,
  /** The user declined, `--exit-code` found pending changes, or a watched canary was neither promoted nor ended. */
  declined: 3,
  /** There are no usable AWS credentials. */
  credentials: 4,
  /** The user pressed Ctrl-C. */
  interrupted: 130,
  /** The process received SIGTERM. */
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface ApikitErrorOptions {
  /** The next step for the user, as a sentence. */
  hint?: string;
  /** Defaults to `EXIT.failed`. */
  exitCode?: ExitCode;
  cause?: unknown;
}

/**
 * An error with a message for the user. `code` is a stable PascalCase identifier that scripts may match (`error.code`
 * in `--json` output). `message` says what happened, to which resource and why. `hint` says what to do next.
 */
export class ApikitError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;

  constructor(code: string, message: string, options: ApikitErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ApikitError';
    this.code = code;
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? EXIT.failed;
  }
}

/** An error for Ctrl-C or SIGTERM. */
export function interrupted(message: string, hint?: string): ApikitError {
  return new ApikitError('Interrupted', message, { exitCode: EXIT.interrupted, ...(hint && { hint }) });
}

/** An error for wrong flags, arguments or answers: nothing was tried. */
export function usageError(message: string, hint?: string): ApikitError {
  return new ApikitError('Usage', message, { exitCode: EXIT.usage, ...(hint && { hint }) });
}
