/** The only error type of the embedded cloud: an AWS error as it is sent to the client. */

export interface AwsErrorOptions {
  /** The HTTP status; 400 by default. */
  status?: number;
  /** More members of the error's body, e.g. Lambda's `Type` and `Reason`. */
  members?: Record<string, unknown>;
  headers?: Record<string, string>;
}

/**
 * `code` is the name of the error shape (`ResourceNotFoundException`); `message` has AWS's own words where they are
 * known.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly members: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(code: string, message: string, options: AwsErrorOptions = {}) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = options.status ?? 400;
    this.members = options.members ?? {};
    this.headers = options.headers ?? {};
  }
}

/** The error for every operation or setting that is not emulated. It is refused by name, never accepted and ignored. */
export function notImplemented(what: string): AwsError {
  return new AwsError('NotImplementedException', `${what} is not emulated by apikit's embedded cloud.`, {
    status: 501,
  });
}
