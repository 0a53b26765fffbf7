import type { RequestHeaders } from '../http/request-headers.ts';
import type { Payload } from './content-handling.ts';

/** The response of the backend. */
export interface BackendResponse {
  /** The text that selection patterns are compared with; `undefined` chooses the default response. */
  readonly selection: string | undefined;
  readonly body: Payload;
  readonly headers: RequestHeaders;
  /** Whether the client gets the trace ID (not from MOCK). */
  readonly traced: boolean;
}
