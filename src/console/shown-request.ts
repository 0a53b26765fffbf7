/** The requests of the local stage as the page gets them. Types only, for the server and for the page. */
import type { RequestChain } from '../logs/request-chain.ts';

/** A request in the list. */
export interface ListedRequest {
  readonly id: string;
  /** In ms since the epoch. */
  readonly time: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** In ms. */
  readonly latency: number;
  /** Why the gateway answered the request itself. */
  readonly error: string | null;
  readonly awsCalls: number;
}

/** A line of the endless response that lists requests. */
export interface RequestBatch {
  /** Whether the console hears the embedded cloud. */
  readonly connected: boolean;
  /** The newest last. */
  readonly requests: readonly ListedRequest[];
}

/** A request with everything that belongs to it. */
export interface ShownRequest extends ListedRequest, Omit<RequestChain, 'type' | 'requestId'> {
  /** The cause on the caller's side, if apikit knows it. */
  readonly detail: string | null;
  readonly lines: readonly LogLine[];
}

export interface LogLine {
  readonly time: number;
  readonly message: string;
  /** Lambda's ID of the call. */
  readonly call: string;
}
