/** The live log of the embedded cloud: requests and lines, as they happen. Types only. */

export type LiveEntry =
  | {
      readonly type: 'request';
      /** In ms since the epoch. */
      readonly time: number;
      readonly apiId: string;
      readonly stage: string;
      readonly method: string;
      readonly path: string;
      readonly status: number;
      /** In ms. */
      readonly latency: number;
      readonly requestId: string;
      readonly functionRequestId?: string;
      /** The type of the gateway response, for example `INVALID_API_KEY`. */
      readonly errorType?: string;
      /** Why the gateway answered the request itself. */
      readonly error?: string;
      /** An explanation of the caller's mistake, which AWS does not give. */
      readonly detail?: string;
    }
  | {
      readonly type: 'log';
      readonly group: string;
      /** Each process of a function has its own stream. */
      readonly stream: string;
      /** In ms since the epoch. */
      readonly time: number;
      readonly message: string;
    };

type Request = LiveEntry & { readonly type: 'request' };
type Line = LiveEntry & { readonly type: 'log' };

/** A line with the IDs of the function's call and of its request. */
export type JoinedLine = Line & { readonly requestId?: string; readonly functionRequestId?: string };

export type JoinedEntry = Request | JoinedLine;
