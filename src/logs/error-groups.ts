/** Errors of a log by what they are and where they happened. Pure. */
import type { JoinedLine } from './join-lines.ts';
import type { LogLine } from './log-line.ts';
import { withoutTraces } from './log-trace.ts';

export interface ErrorGroup {
  /** `TypeError`, `Timeout`, `INTEGRATION_FAILURE`, `500`. */
  readonly kind: string;
  /** Of the last one. */
  readonly message: string;
  /** Lines of its stack, the innermost first; empty where there is none. */
  readonly stack: readonly string[];
  readonly count: number;
  /** ISO 8601 */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** Of the last one whose request is known. */
  readonly example?: { readonly requestId: string; readonly time: string; readonly stream: string };
}

/**
 * The filter of a query of Logs Insights for lines that tell of an error: requests that were answered with 5XX, and what functions
 * log as an error, in JSON or in Lambda's text format, besides what Lambda itself says of calls that crash or take too long.
 */
export const ERRORS_FILTER = [
  '(ispresent(resourcePath) and status >= 500)',
  '(not ispresent(resourcePath) and level in ["error", "ERROR", "Error", "fatal", "FATAL", "critical", "CRITICAL"])',
  String.raw`@message like /\t(ERROR|FATAL)\t|^\[(ERROR|CRITICAL)\]|Task timed out after|^RequestId: \S+ (Process|Error: )/`,
].join(' or ');

/** The most frequent first. A request that failed in the function counts once: its access line tells of the same error. */
export function errorGroups(lines: readonly JoinedLine[]): ErrorGroup[] {
  const failed = lines.filter(
    ({ line }) => line.level === 'error' || line.level === 'fatal' || line.level === 'critical',
  );
  const told = new Set(failed.flatMap(({ line }) => (line.source === 'access' ? [] : (line.requestId ?? []))));
  const groups = new Map<string, ErrorGroup>();
  for (const { line, stream } of failed) {
    if (line.source === 'access' && line.requestId !== undefined && told.has(line.requestId)) continue;
    const error = line.source === 'access' ? ofRequest(line) : ofFunction(line);
    const key = JSON.stringify([error.kind, error.stack.length > 0 ? error.stack : withoutValues(error.message)]);
    const known = groups.get(key);
    const { requestId, time } = line;
    const example = requestId === undefined ? known?.example : { requestId, time, stream };
    groups.set(key, {
      ...error,
      count: (known?.count ?? 0) + 1,
      firstSeen: known?.firstSeen ?? time,
      lastSeen: time,
      ...(example && { example }),
    });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count || b.lastSeen.localeCompare(a.lastSeen));
}

type Told = Pick<ErrorGroup, 'kind' | 'message' | 'stack'>;

/** API Gateway's own answer has a type; a 5XX without one is the handler's. */
function ofRequest({ method = '-', resourcePath, path = '-', ...line }: LogLine): Told {
  const operation = `${method} ${resourcePath ?? path}`;
  const reason = [line.integrationError, line.authorizerError, line.error].find((text) => typeof text === 'string');
  if (typeof line.errorType === 'string')
    return { kind: line.errorType, message: `${operation}${reason ? `: ${reason}` : ''}`, stack: [] };
  return { kind: String(line.status), message: `${operation}, answered by the handler`, stack: [] };
}

function ofFunction(line: LogLine): Told {
  if (/^Task timed out after/.test(line.message)) return { kind: 'Timeout', message: line.message, stack: [] };
  const { line: rest, traces } = withoutTraces(line);
  const [head = '', ...frames] = (traces[0] ?? rest.message).split('\n');
  const stack = frames.map((frame) => frame.trim()).filter((frame) => /^(at |File ")/.test(frame));
  const [, kind, message] =
    /^(?:Uncaught )?([A-Za-z_$][\w$.]*(?:Error|Exception|Fault|Timeout)):? ?(.*)$/s.exec(head) ?? [];
  if (kind !== undefined) return { kind, message: message || rest.message, stack };
  return { kind: 'error', message: head, stack };
}

/** Ids and numbers differ from one request to the next, and make no other error of it. */
function withoutValues(message: string): string {
  return message.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-f]{16,}\b|\d+/gi, '#');
}
