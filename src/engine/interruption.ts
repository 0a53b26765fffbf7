/** Tells an interruption of the run from a failure. */

/** Whether this error means that the run was interrupted: it is the signal's reason, or Node.js's `AbortError`. */
export function isInterruption(error: unknown, signal: AbortSignal | undefined): boolean {
  if (!signal?.aborted) return false;
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}
