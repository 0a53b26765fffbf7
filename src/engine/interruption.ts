/** Tells the end of a run by its signal from a failure. */

/** Whether this was thrown because the run was interrupted: the signal's reason, or Node's word for it. */
export function isInterruption(error: unknown, signal: AbortSignal | undefined): boolean {
  if (!signal?.aborted) return false;
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}
