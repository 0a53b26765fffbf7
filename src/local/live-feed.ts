/**
 * Sends events of the cloud to listeners as they happen (`/_apikit/live`): finished requests and log lines, and, on
 * demand, everything that belongs to a request (`/_apikit/live?chains`). It stores nothing, and costs nothing without
 * listeners.
 */
import type { LogSink } from './cloud/cloud.ts';
import type { FinishedRequest, SentAnswer } from './gateway/finished-request.ts';
import { decodePercent } from './gateway/http/query.ts';
import type { RequestChain, RequestChains } from './request-chains.ts';

export type LiveEntry =
  | {
      readonly type: 'request';
      /** The arrival of the request in epoch milliseconds. */
      readonly time: number;
      readonly apiId: string;
      readonly stage: string;
      readonly method: string;
      /** The path without the stage. The query is as it was sent, except for secrets in it. */
      readonly path: string;
      readonly status: number;
      /** The latency in milliseconds. */
      readonly latency: number;
      readonly requestId: string;
      /** The request ID of the function's call; the log lines of the call have it, too. */
      readonly functionRequestId?: string;
      /** The type of the gateway response: `INVALID_API_KEY`. */
      readonly errorType?: string;
      /** The reason why the gateway itself answered. */
      readonly error?: string;
      /** The cause on the caller's side, if `error` can have several causes. */
      readonly detail?: string;
    }
  | {
      readonly type: 'log';
      readonly group: string;
      /** Each process of a function has its own stream. */
      readonly stream: string;
      /** Epoch milliseconds. */
      readonly time: number;
      readonly message: string;
    };

export interface LiveFeed {
  /** Calls `listener` with every entry from now on; the returned function ends this. */
  listen(listener: (entry: LiveEntry) => void): () => void;
  /** The same, and each request is followed by its chain. */
  listenToChains(listener: (entry: LiveEntry | RequestChain) => void): () => void;
  begun(request: FinishedRequest): void;
  /** Without an answer if the client has left. */
  finished(request: FinishedRequest, answer: SentAnswer | undefined): void;
  /** Returns a sink that passes everything on to `sink` and to the listeners. */
  overhear(sink: LogSink): LogSink;
}

export function createLiveFeed(chains: RequestChains): LiveFeed {
  const listeners = new Set<(entry: LiveEntry) => void>();
  const ofChains = new Set<(entry: RequestChain) => void>();
  const tell = (entry: LiveEntry) => {
    for (const listener of listeners) listener(entry);
  };
  return {
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    listenToChains(listener) {
      listeners.add(listener);
      ofChains.add(listener);
      const leave = chains.watch();
      return () => {
        listeners.delete(listener);
        ofChains.delete(listener);
        leave();
      };
    },
    begun: chains.begin,
    finished(request, answer) {
      if (answer && listeners.size > 0) tell(requestEntry(request));
      const chain = chains.finish(request, answer);
      if (chain) for (const listener of ofChains) listener(chain);
    },
    overhear: (sink) => ({
      ...sink,
      write(scope, target, events) {
        sink.write(scope, target, events);
        if (listeners.size === 0) return;
        for (const { timestamp, message } of events)
          tell({ type: 'log', group: target.group, stream: target.stream, time: timestamp, message });
      },
    }),
  };
}

function requestEntry(request: FinishedRequest): LiveEntry {
  const { error, integration, outcome, queryString } = request;
  const why = error && (error.reason ?? error.validationError ?? error.message);
  return {
    type: 'request',
    time: request.startedAt,
    apiId: request.target.apiId,
    stage: request.stageName,
    method: request.httpMethod,
    path: queryString === '' ? request.path : `${request.path}?${withoutSecrets(queryString, IN_QUERY)}`,
    status: outcome?.status ?? 0,
    latency: outcome?.latency ?? 0,
    requestId: request.requestId,
    ...(integration?.requestId !== undefined && { functionRequestId: integration.requestId }),
    ...(error && { errorType: error.type }),
    ...(why !== undefined && { error: withoutSecrets(why, IN_TEXT) }),
    ...(error?.detail !== undefined && { detail: error.detail }),
  };
}

/**
 * Names of query parameters whose values are credentials: those of presigned requests, those of sign-in flows, and
 * those that APIs use for keys and tokens. A token for the next page is not a credential.
 */
const SECRET =
  /^(?:x-amz-(?:signature|credential|security-token)|code|otp|sig|auth|authorization|jwt|assertion|saml(?:request|response)|session[-_]?id|(?!next|page|continuation).*(?:token|secret|password|passwd|passphrase|pwd|signature|api[-_]?key)\]?)$/i;

// A name is looked for at its beginning only; otherwise the time grows with the square of the length of a long word.
const IN_QUERY = /(?<![^&;=])([^&;=]+)=([^&;]+)/g;
/** In a text that repeats a query, other text can follow it. */
const IN_TEXT = /(?<![\w%.[\]-])([\w%.[\]-]+)=([^&;\s'"]+)/g;

/** A person who sees the screen, or a recording of it, must not find credentials there. */
const withoutSecrets = (text: string, parameters: RegExp): string =>
  text.replace(parameters, (whole, name: string) => (SECRET.test(decodePercent(name)) ? `${name}=(hidden)` : whole));
