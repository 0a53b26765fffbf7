/**
 * The last requests to the embedded cloud, with their chains and log lines. What leaves it for the page has no
 * credentials; a replay uses the request as it was.
 */
import { ApikitError } from '../errors.ts';
import type { LiveEntry } from '../logs/live-entry.ts';
import type { RequestChain, SentRequest } from '../logs/request-chain.ts';
import { createStreamCalls } from '../logs/stream-calls.ts';
import { hideCredentials, hiderOf } from './hidden-values.ts';
import type { ListedRequest, LogLine, ShownRequest } from './shown-request.ts';

export interface LogListener {
  request(request: ListedRequest): void;
  connection(open: boolean): void;
}

export interface RequestLog {
  heard(entry: LiveEntry | RequestChain): void;
  /** Tells that a connection to the cloud begins, or that it has ended. */
  connection(open: boolean): void;
  isConnected(): boolean;
  /** Newest first. */
  recent(): ListedRequest[];
  /** Tells `listener` everything from now on; the returned function ends this. */
  listen(listener: LogListener): () => void;
  find(id: string): ShownRequest | undefined;
  /**
   * Returns the request as the client sent it, with its credentials. Throws `NotKept` if it did not come over the
   * connection that is open now: another program can listen at the address since.
   */
  sent(id: string): SentRequest | undefined;
}

/**
 * Requests that are kept, if they have no more than `MOST_CHARACTERS` together. Lines have their own limit, and are
 * kept of more calls, because a request can make two, and events call functions, too. With at most two bytes for a
 * character, both limits together are 32 MB.
 */
const MOST = 500;
const MOST_CHARACTERS = 12_000_000;
const MOST_CALLS = 2_000;
const MOST_OF_LINES = 4_000_000;

/** The size of an entry without its texts, in characters. */
const OF_ENTRY = 200;

interface Kept {
  readonly listed: ListedRequest;
  readonly detail: string | null;
  readonly chain: RequestChain;
  readonly size: number;
  /** The number of the connection over which it came. */
  readonly connection: number;
}

export function createRequestLog(): RequestLog {
  const listeners = new Set<LogListener>();
  let connected = false;
  let connection = 0;
  const calls = createStreamCalls();
  /** Lambda's ID of a call → its lines, which arrive before the request is answered or just after it. */
  const linesOf = new Map<string, LogLine[]>();
  let lineSize = 0;
  /** In order of their arrival. */
  const kept = new Map<string, Kept>();
  let size = 0;
  /** The feed has a request, and then its chain. */
  let answered: (LiveEntry & { type: 'request' }) | undefined;

  const drop = (id: string) => {
    size -= kept.get(id)?.size ?? 0;
    kept.delete(id);
  };
  const keep = (
    chain: RequestChain,
    { time, method, path, status, latency, ...request }: NonNullable<typeof answered>,
  ) => {
    const listed: ListedRequest = {
      id: chain.requestId,
      ...{ time, method, path, status, latency },
      error: request.error ?? null,
      awsCalls: chain.aws.length,
    };
    const entry = { listed, detail: request.detail ?? null, chain, size: sizeOf(chain), connection };
    drop(listed.id);
    kept.set(listed.id, entry);
    size += entry.size;
    for (const [oldest] of kept) {
      if (kept.size === 1 || (kept.size <= MOST && size <= MOST_CHARACTERS)) break;
      drop(oldest);
    }
    for (const listener of listeners) listener.request(listed);
  };

  const keepLine = (call: string, time: number, message: string) => {
    const lines = linesOf.get(call) ?? [];
    lines.push({ time, message, call });
    linesOf.set(call, lines);
    lineSize += message.length + OF_ENTRY;
    for (const [oldest, dropped] of linesOf) {
      if (lineSize <= MOST_OF_LINES && linesOf.size <= MOST_CALLS) break;
      linesOf.delete(oldest);
      lineSize -= dropped.reduce((sum, line) => sum + line.message.length + OF_ENTRY, 0);
    }
  };

  return {
    heard(entry) {
      if (entry.type === 'log') {
        const call = calls.take(entry.stream, entry.message, entry.time);
        if (call !== undefined) keepLine(call, entry.time, entry.message);
      } else if (entry.type === 'request') answered = entry;
      else if (answered?.requestId === entry.requestId) keep(entry, answered);
    },
    connection(open) {
      if (open === connected) return;
      connected = open;
      if (open) connection += 1;
      for (const listener of listeners) listener.connection(open);
    },
    isConnected: () => connected,
    recent: () => [...kept.values()].reverse().map(({ listed }) => listed),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    find(id) {
      const found = kept.get(id);
      if (!found) return undefined;
      const hide = hiderOf(found.chain);
      const { type: _, requestId: __, ...chain } = hideCredentials(found.chain, hide);
      const { listed, detail } = found;
      const lines = found.chain.functions.flatMap(({ requestId }) => linesOf.get(requestId ?? '') ?? []);
      return {
        ...listed,
        path: hide(listed.path),
        error: listed.error && hide(listed.error),
        detail: detail && hide(detail),
        ...chain,
        lines: lines.map((line) => ({ ...line, message: hide(line.message) })),
      };
    },
    sent(id) {
      const found = kept.get(id);
      if (found && (!connected || found.connection !== connection))
        throw new ApikitError(
          'NotKept',
          'The embedded cloud has stopped since this request, so it is not sent again.',
          {
            hint: 'Send the request again from the client.',
          },
        );
      return found?.chain.sent;
    },
  };
}

function sizeOf({ sent, functions, aws, answer }: RequestChain): number {
  const contents = [
    sent.body,
    answer.body,
    ...functions.flatMap(({ event, answer }) => [event, answer]),
    ...aws.flatMap(({ input, output }) => [input, output]),
  ];
  const texts = [sent.url, ...[...sent.headers, ...answer.headers].flat(), ...contents.map((each) => each?.text ?? '')];
  return texts.reduce((sum, text) => sum + text.length + OF_ENTRY, OF_ENTRY);
}
