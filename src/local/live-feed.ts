/**
 * What happens in the cloud, told while it happens to those who listen (`/_apikit/live`): finished requests and the lines
 * of logs. Keeps nothing; with nobody listening it costs nothing.
 */
import type { LogSink } from './cloud.ts';
import { decodePercent } from './gateway/http/query.ts';
import type { Invocation } from './gateway/invocation.ts';

export type LiveEntry =
  | {
      readonly type: 'request';
      /** ms since the epoch, of its arrival */
      readonly time: number;
      readonly apiId: string;
      readonly stage: string;
      readonly method: string;
      /** Without the stage, with the query as it was sent but for what is secret in it. */
      readonly path: string;
      readonly status: number;
      /** ms */
      readonly latency: number;
      readonly requestId: string;
      /** Of the function's call, under which its lines stand. */
      readonly functionRequestId?: string;
      /** Which gateway response was given: `INVALID_API_KEY` */
      readonly errorType?: string;
      /** Why the gateway answered by itself. */
      readonly error?: string;
      /** What the caller did, where `error` is a word that says it of several things. */
      readonly detail?: string;
    }
  | {
      readonly type: 'log';
      readonly group: string;
      /** A function's process has one of its own. */
      readonly stream: string;
      /** ms since the epoch */
      readonly time: number;
      readonly message: string;
    };

export interface LiveFeed {
  /** Gets every entry from now on; the returned function ends it. */
  listen(listener: (entry: LiveEntry) => void): () => void;
  finished(invocation: Invocation): void;
  /** The same sink, overheard. */
  overhear(sink: LogSink): LogSink;
}

export function createLiveFeed(): LiveFeed {
  const listeners = new Set<(entry: LiveEntry) => void>();
  const tell = (entry: LiveEntry) => {
    for (const listener of listeners) listener(entry);
  };
  return {
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    finished(invocation) {
      if (listeners.size > 0) tell(requestEntry(invocation));
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

function requestEntry(invocation: Invocation): LiveEntry {
  const { error, integration, outcome, queryString } = invocation;
  const why = error && (error.reason ?? error.validationError ?? error.message);
  return {
    type: 'request',
    time: invocation.startedAt,
    apiId: invocation.target.apiId,
    stage: invocation.stageName,
    method: invocation.httpMethod,
    path: queryString === '' ? invocation.path : `${invocation.path}?${withoutSecrets(queryString, IN_QUERY)}`,
    status: outcome?.status ?? 0,
    latency: outcome?.latency ?? 0,
    requestId: invocation.requestId,
    ...(integration?.requestId !== undefined && { functionRequestId: integration.requestId }),
    ...(error && { errorType: error.type }),
    ...(why !== undefined && { error: withoutSecrets(why, IN_TEXT) }),
    ...(error?.detail !== undefined && { detail: error.detail }),
  };
}

/**
 * Names of query parameters whose values let somebody in: of presigned requests, of sign-in flows, and those that APIs
 * choose for keys and tokens. A token of a page lets nobody in.
 */
const SECRET =
  /^(?:x-amz-(?:signature|credential|security-token)|code|otp|sig|auth|authorization|jwt|assertion|saml(?:request|response)|session[-_]?id|(?!next|page|continuation).*(?:token|secret|password|passwd|passphrase|pwd|signature|api[-_]?key)\]?)$/i;

const IN_QUERY = /([^&;=]+)=([^&;]+)/g;
/** Where a text repeats a query, it goes on behind it. */
const IN_TEXT = /([\w%.[\]-]+)=([^&;\s'"]+)/g;

/** Whoever looks at a screen, or at a recording of it, is not to be let in by what stands there. */
const withoutSecrets = (text: string, parameters: RegExp): string =>
  text.replace(parameters, (whole, name: string) => (SECRET.test(decodePercent(name)) ? `${name}=(hidden)` : whole));
