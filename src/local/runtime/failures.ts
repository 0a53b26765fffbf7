/** The error documents that Lambda itself writes when a function fails (docs/aws/lambda.md). */

export interface FailureDocument {
  readonly errorType: string;
  readonly errorMessage: string;
}

/** The limit in bytes for requests and responses. */
export const MAX_REQUEST = 6_291_456;
export const MAX_RESPONSE = 6_291_556;

export const timedOut = (requestId: string, seconds: number): FailureDocument => ({
  errorType: 'Sandbox.Timedout',
  errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
});

/** `code` and `signal` are Node's values for the end of a process. */
export function processExited(requestId: string, code: number | null, signal: NodeJS.Signals | null): FailureDocument {
  const how =
    code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: ${howEnded(code, signal)}`;
  return { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${how}` };
}

export const responseTooLarge = (): FailureDocument => ({
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE} bytes).`,
});

/** Signal names as Lambda's supervisor prints them. */
const SIGNALS: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGBUS: 'bus error',
  SIGILL: 'illegal instruction',
};

function howEnded(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `exit status ${code}` : `signal: ${SIGNALS[signal] ?? signal.toLowerCase()}`;
}
