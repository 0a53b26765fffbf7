/** One call on its way through a pool and a worker. Data only. */

export interface Invocation {
  readonly requestId: string;
  readonly payload: Uint8Array | string;
  readonly invokedArn: string;
  readonly traceId: string;
  readonly clientContext?: string;
  /** Called once, whatever happens. */
  finish(outcome: Outcome): void;
}

export interface Outcome {
  readonly payload: Buffer;
  readonly failed: boolean;
  /** milliseconds in the handler; 0 when it was never reached */
  readonly duration: number;
  /** The end of the log, base64. */
  readonly logTail: () => string;
}

/** Why a worker never came to serve: the document that the waiting call gets. */
export interface StartFailure {
  readonly document: (requestId: string) => Buffer;
  readonly logTail: () => string;
}
