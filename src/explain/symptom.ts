/** What is to be explained, as far as it is known: from what was asked, from an answer, or from the logs of a request. */

/** In place of a gateway response type: the gateway has not refused the request, what answered is the function, or a backend. */
export const BY_FUNCTION = 'BY_FUNCTION';

export interface Symptom {
  /** As it was typed, or what came of it. */
  readonly text: string;
  readonly statuses: readonly number[];
  /** The gateway response type, or `BY_FUNCTION`, where it is known. */
  readonly type?: string;
  /** Of the request, where it was found in the logs. */
  readonly requestId?: string;
  /** Where the caller asked. `path`: without the stage. */
  readonly request?: { readonly method: string; readonly path: string };
  /** What a browser would see of it. */
  readonly exchange?: Exchange;
}

/** A page of `origin` asks the stage. */
export interface Exchange {
  readonly origin: string;
  readonly method: string;
  readonly path: string;
  /** Headers that the page sends and that need a preflight, in lower case. */
  readonly headers: readonly string[];
  readonly credentials: boolean;
  /** `undefined`: a browser asks for none here. */
  readonly preflight?: Answer;
  /** `undefined`: it was not sent, because it might change something. */
  readonly answer?: Answer;
}

/** Names of headers are in lower case. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
