/**
 * Joins the lines of one request under the ID that the client knows. API Gateway and Lambda each have their own ID for
 * a request. The access line has both, but API Gateway writes it after the request ends. So earlier lines of the
 * function wait for it. Pure: the caller passes the time.
 */
import type { LogLine } from './log-line.ts';
import { remember } from './remember.ts';
import { createStreamCalls } from './stream-calls.ts';

/** A line and its log stream. Each stream of a function belongs to one process, which works on one call at a time. */
export interface StreamLine {
  readonly line: LogLine;
  readonly stream: string;
}

/** A line after the join. `access` is the access line of its request, if it is known. */
export interface JoinedLine extends StreamLine {
  readonly access?: LogLine;
}

export interface LogJoin {
  /** Adds lines in the order of their times, and returns the lines that are ready. `now` is in ms since the epoch. */
  add(lines: readonly StreamLine[], now: number): JoinedLine[];
  /** Returns the lines that still wait, with the IDs that are known. No more lines follow. */
  end(): JoinedLine[];
}

/** `patience` is how long, in ms, a line of the function waits for the access line of its request. */
export function createLogJoin(patience: number): LogJoin {
  const calls = createStreamCalls();
  /** Lambda's ID of a call, also of an authorizer's call → API Gateway's ID, from the access line. */
  const requestOf = new Map<string, string>();
  /**
   * The same from the function's own lines. It is used only if no access line is known, because a function can log
   * anything.
   */
  const claimedBy = new Map<string, string>();
  /** API Gateway's ID → the access line. */
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
