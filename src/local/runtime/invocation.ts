/** One call on its way through a pool and a worker. Types only. */

export interface Invocation {
  readonly requestId: string;
  readonly payload: Uint8Array | string;
  readonly invokedArn: string;
  readonly traceId: string;
  readonly clientContext?: string;
  /** Called exactly once. */
  finish(outcome: InvocationResult): void;
}

export interface InvocationResult {
  readonly payload: Buffer;
  readonly failed: boolean;
  /** Milliseconds in the handler; 0 if the handler did not run. */
  readonly duration: number;
  /** Returns the end of the log in base64. */
  readonly logTail: () => string;
}

/** The reason why a worker could not start: the document that the waiting call gets. */
export interface StartFailure {
  readonly document: (requestId: string) => Buffer;
  readonly logTail: () => string;
}
