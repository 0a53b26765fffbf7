/**
 * The one error type that reaches a user, and the exit codes. Anything else that is thrown is a defect of apikit
 * and is reported as such by `cli.ts`.
 */

/** Exit codes of every command. */
export const EXIT = {
  /** Done, or nothing to do. */
  done: 0,
  /** The work failed. */
  failed: 1,
  /** Wrong usage or configuration: nothing was tried. */
  usage: 2,
  /** The user declined, changes are pending where `--exit-code` asked, or a watched canary was neither promoted nor ended. */
  declined: 3,
  /** No usable AWS credentials. */
  credentials: 4,
  /** Ctrl-C. */
  interrupted: 130,
  /** SIGTERM. */
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface ApikitErrorOptions {
  /** What to do next, as a sentence. */
  hint?: string;
  /** Defaults to `EXIT.failed`. */
  exitCode?: ExitCode;
  cause?: unknown;
}

/**
 * An error with a message for the user. `code` is a stable PascalCase identifier that scripts may match on (it is
 * `error.code` in `--json` output); `message` says what happened, to which resource and why; `hint` what to do next.
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

/** Ctrl-C or SIGTERM. */
export function interrupted(message: string, hint?: string): ApikitError {
  return new ApikitError('Interrupted', message, { exitCode: EXIT.interrupted, ...(hint && { hint }) });
}

/** A mistake in flags, arguments or answers: nothing was tried. */
export function usageError(message: string, hint?: string): ApikitError {
  return new ApikitError('Usage', message, { exitCode: EXIT.usage, ...(hint && { hint }) });
}
