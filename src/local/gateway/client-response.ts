/** A response for the client. */
export interface ClientResponse {
  readonly status: number;
  /** Lower-case name → original name and values. `Content-Type` is added if absent. */
  readonly headers: ResponseHeaders;
  readonly body: Buffer | string;
  /**
   * Responses of Lambda and HTTP integrations have the trace ID; those of MOCK and gateway errors do not
   * (docs/aws/data-plane.md).
   */
  readonly traced: boolean;
}

export type ResponseHeaders = Map<string, { readonly name: string; readonly values: readonly string[] }>;
