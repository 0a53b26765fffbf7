/** Everything that is known about the call of an integration. */
export interface IntegrationFacts {
  /** Milliseconds that the backend took. */
  latency: number;
  /** The status of the integration service: Lambda's own, 200 unless the call itself failed. */
  serviceStatus: number | undefined;
  /** The status from the backend: the function's `statusCode`. */
  status: number | undefined;
  /** The request ID of the function's invocation. */
  requestId: string | undefined;
  /** The reason why the integration failed, in AWS's words where known. */
  error: string | undefined;
  /** The request to the backend and its response, for the execution log. */
  readonly sent: { readonly uri: string; readonly headers: LoggedHeaders; readonly body: Buffer | string };
  received: { readonly headers: LoggedHeaders; readonly body: Buffer } | undefined;
}

export type LoggedHeaders = readonly (readonly [name: string, value: string])[];
