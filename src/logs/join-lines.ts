/**
 * Brings the lines of one request together under the id that its client knows. API Gateway and Lambda each have an id of
 * their own for a request; the access line names both, and is written when the request is over. Lines of the function
 * that come before it therefore wait for it. Pure: the caller says what time it is.
 */
import type { LogLine } from './log-line.ts';
import { remember } from './remember.ts';
import { createStreamCalls } from './stream-calls.ts';

/** A line and the log stream that it stands in; a stream of a function is one process, which works on one call at a time. */
export interface StreamLine {
  readonly line: LogLine;
  readonly stream: string;
}

/** A line after the join. `access` is the access line of its request, where it is known by now. */
export interface JoinedLine extends StreamLine {
  readonly access?: LogLine;
}

export interface LogJoin {
  /** Takes the next lines, in order of time, and gives those that are ready. `now` is in ms since the epoch. */
  add(lines: readonly StreamLine[], now: number): JoinedLine[];
  /** Gives what still waits, under the ids that are known: nothing more will come. */
  end(): JoinedLine[];
}

/** `patience` is how long, in ms, a line of the function waits for the access line of its request. */
export function createLogJoin(patience: number): LogJoin {
  const calls = createStreamCalls();
  /** Lambda's id of a call, of an authorizer too → API Gateway's id, as the access line says. */
  const requestOf = new Map<string, string>();
  /** The same as the function says. It is asked only where no access line is known: what logs may log anything. */
  const claimedBy = new Map<string, string>();
  /** API Gateway's id → the access line. */
  const accessOf = new Map<string, LogLine>();
  let waiting: { line: LogLine; stream: string; call: string; since: number }[] = [];

  const learn = ({ line, stream }: StreamLine): StreamLine & { call?: string } => {
    if (line.source === 'access') {
      if (line.requestId === undefined) return { line, stream };
      remember(accessOf, line.requestId, line);
      for (const call of [line.functionRequestId, line.authorizerRequestId])
        if (typeof call === 'string') remember(requestOf, call, line.requestId);
      return { line, stream };
    }
    if (line.source === 'execution') return { line, stream };
    const own = line.functionRequestId ?? line.requestId;
    const call = calls.take(stream, line.message, Date.parse(line.time)) ?? own;
    if (call === undefined) return { line, stream };
    if (line.functionRequestId === call && line.requestId !== undefined && line.requestId !== call)
      remember(claimedBy, call, line.requestId);
    return { line, stream, call };
  };

  const joined = ({ line, stream, call }: StreamLine & { call?: string }): JoinedLine => {
    const known = call === undefined ? undefined : (requestOf.get(call) ?? claimedBy.get(call));
    const requestId = known ?? (line.source === 'function' ? (call ?? line.requestId) : line.requestId);
    const access = requestId === undefined ? undefined : accessOf.get(requestId);
    const ids = {
      ...(requestId !== undefined && { requestId }),
      ...(call !== undefined && call !== requestId && { functionRequestId: call }),
    };
    return { line: { ...line, ...ids }, stream, ...(access && { access }) };
  };

  return {
    add(lines, now) {
      const learnt = lines.map(learn);
      const due = [...waiting, ...learnt.map((entry) => ({ ...entry, since: now }))];
      waiting = [];
      const ready: JoinedLine[] = [];
      for (const entry of due) {
        const { call } = entry;
        if (call === undefined || requestOf.has(call) || now - entry.since >= patience) ready.push(joined(entry));
        else waiting.push({ ...entry, call });
      }
      return ready;
    },
    end() {
      const left = waiting.map(joined);
      waiting = [];
      return left;
    },
  };
}
