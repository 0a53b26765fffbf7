/** Everything that belongs to one request to the embedded cloud (`/_apikit/live?chains`). Types only. */

/** A text, or bytes that are no text, in base64. */
export interface Content {
  readonly text: string;
  readonly base64?: true;
  /** The whole length in bytes, if only the beginning is kept. */
  readonly cutFrom?: number;
}

type Header = readonly [name: string, value: string];

export interface FunctionCall {
  readonly role: 'authorizer' | 'function';
  readonly functionName: string;
  /** Lambda's ID of the call, which its log lines have, too. */
  readonly requestId?: string;
  /** Milliseconds from the first call of the request. */
  readonly after: number;
  readonly event: Content;
  /** Absent if Lambda refused the call. */
  readonly answer?: Content;
  readonly failed?: boolean;
  readonly ms?: number;
}

export interface AwsCall {
  readonly service: string;
  readonly operation: string;
  readonly after: number;
  readonly input: Content;
  readonly status?: number;
  readonly output?: Content;
  readonly ms?: number;
}

export interface SentRequest {
  readonly method: string;
  /** Path and query, as in the request line. */
  readonly url: string;
  readonly headers: readonly Header[];
  readonly body: Content;
}

export interface RequestChain {
  readonly type: 'chain';
  readonly requestId: string;
  readonly sent: SentRequest;
  readonly functions: readonly FunctionCall[];
  readonly aws: readonly AwsCall[];
  /** Calls that came after so much was recorded that nothing more of the request is. */
  readonly unrecorded: number;
  readonly answer: { readonly status: number; readonly headers: readonly Header[]; readonly body: Content };
}
