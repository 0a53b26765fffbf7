/** A request to a function URL, as its handlers see it. Types only. */
import type { IncomingMessage } from 'node:http';
import type { Scope } from '../../cloud/cloud.ts';
import type { FunctionUrl, LambdaState } from '../../state/functions/model.ts';
import type { CallerIdentity } from '../../state/identity/callers.ts';
import type { RequestHeaders } from '../http/request-headers.ts';

/** The URL that a request is for. The server reads it from the URL or the Host header. */
export interface UrlTarget {
  readonly urlId: string;
  /** Path and query, as they were sent. */
  readonly rawPath: string;
}

export interface UrlRequest {
  readonly http: IncomingMessage;
  readonly target: UrlTarget;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly requestId: string;
  readonly headers: RequestHeaders;
  readonly trace: { readonly full: string; readonly inEvent: string };
  /** Percent-encoded. */
  readonly path: string;
  readonly queryString: string;
  readonly body: Buffer;
  readonly scope: Scope;
  readonly state: LambdaState;
  readonly url: FunctionUrl;
}

/** The signer of a request with AWS_IAM. */
export interface UrlCaller extends CallerIdentity {
  readonly accessKeyId: string;
}

/** A response to the client. */
export interface UrlAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | Buffer;
}
