/** The known facts about what is to be explained: from the user's text, a response, or the logs of a request. */

/**
 * Stands for a gateway response type if the gateway did not reject the request, and the function or a backend sent the
 * response.
 */
export const BY_FUNCTION = 'BY_FUNCTION';

export interface Symptom {
  /** The user's text, or the text that was found with it. */
  readonly text: string;
  readonly statuses: readonly number[];
  /** The gateway response type, or `BY_FUNCTION`, if it is known. */
  readonly type?: string;
  /** The ID of the request, if the logs have it. */
  readonly requestId?: string;
  /** The requested operation. `path` does not include the stage. */
  readonly request?: { readonly method: string; readonly path: string };
  /** The requests and responses that a browser would see. */
  readonly exchange?: Exchange;
}

/** A page of `origin` calls the stage. */
export interface Exchange {
  readonly origin: string;
  readonly method: string;
  readonly path: string;
  /** The page's headers that need a preflight, in lower case. */
  readonly headers: readonly string[];
  readonly credentials: boolean;
  /** `undefined` if a browser sends no preflight here. */
  readonly preflight?: ObservedResponse;
  /** `undefined` if the request was not sent, because it might change something. */
  readonly answer?: ObservedResponse;
}

/** The names of headers are in lower case. */
export interface ObservedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
