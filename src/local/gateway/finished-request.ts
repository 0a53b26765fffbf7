import type { ResponseHeaders } from './client-response.ts';

/** The facts of a request to a REST or HTTP API that the live feed shows. */
export interface FinishedRequest {
  readonly http: { readonly method?: string; readonly url?: string; readonly rawHeaders: readonly string[] };
  readonly body: Buffer;
  readonly trace: { readonly full: string };
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly target: { readonly apiId: string };
  readonly stageName: string;
  readonly httpMethod: string;
  /** The path without the stage. */
  readonly path: string;
  readonly queryString: string;
  readonly requestId: string;
  readonly outcome: { readonly status: number; readonly latency: number } | undefined;
  readonly integration: { readonly requestId: string | undefined } | undefined;
  readonly error: RequestError | undefined;
}

/** Why the gateway itself answered. */
export interface RequestError {
  readonly type: string;
  readonly message: string;
  readonly reason: string | undefined;
  readonly detail: string | undefined;
  readonly validationError: string | undefined;
}

/** The response that the client got. */
export interface SentAnswer {
  readonly status: number;
  readonly headers: ResponseHeaders | readonly (readonly [name: string, value: string])[];
  readonly body: Buffer | string;
}
