/** Groups the errors of a log by their kind and their place. Pure. */
import type { JoinedLine } from './join-lines.ts';
import type { LogLine } from './log-line.ts';
import { withoutTraces } from './log-trace.ts';

export interface ErrorGroup {
  /** For example `TypeError`, `Timeout`, `INTEGRATION_FAILURE` or `500`. */
  readonly kind: string;
  /** The message of the last error. */
  readonly message: string;
  /** The lines of the stack, the innermost first. Empty if the error has no stack. */
  readonly stack: readonly string[];
  readonly count: number;
  /** ISO 8601. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** The last error whose request is known. */
  readonly example?: ErrorExample;
}

export interface ErrorExample {
  /** API Gateway's ID; with `ofCall`, Lambda's ID of the call. */
  readonly requestId: string;
  readonly time: string;
  readonly stream: string;
  /** Whether the access line of the request is not among the lines, because the request did not fail. */
  readonly ofCall?: true;
}

/**
 * The filter of a Logs Insights query for errors: 5XX responses, errors that functions log in JSON or in Lambda's text
 * format, and Lambda's own lines about calls that crash or time out.
 */
export const ERRORS_FILTER = [
  '(ispresent(resourcePath) and status >= 500)',
  '(not ispresent(resourcePath) and level in ["error", "ERROR", "Error", "fatal", "FATAL", "critical", "CRITICAL"])',
  '(type = "platform.report" and (record.status = "timeout" or record.errorType = "Runtime.ExitError"))',
  '(log_level = "ERROR")',
  String.raw`@message like /\t(ERROR|FATAL)\t|^\[(ERROR|CRITICAL)\]|Task timed out after|^RequestId: \S+ (Process|Error: )/`,
].join(' or ');

/**
 * The most frequent first. A request that failed in the function counts once, because its access line is about the same
 * error.
 */
export function errorGroups(lines: readonly JoinedLine[]): ErrorGroup[] {
  const failed = lines.filter(
    ({ line }) => line.level === 'error' || line.level === 'fatal' || line.level === 'critical',
  );
  const reported = new Set(failed.flatMap(({ line }) => (line.source === 'access' ? [] : (line.requestId ?? []))));
  const groups = new Map<string, ErrorGroup>();
  for (const { line, stream, access } of failed) {
    if (line.source === 'access' && line.requestId !== undefined && reported.has(line.requestId)) continue;
    const error = line.source === 'access' ? ofRequest(line) : ofFunction(line);
    const key = JSON.stringify([error.kind, error.stack.length > 0 ? error.stack : withoutValues(error.message)]);
    const known = groups.get(key);
    const { requestId, time } = line;
    const ofCall = line.source === 'function' && access === undefined && line.functionRequestId === undefined;
    const example =
      requestId === undefined ? known?.example : { requestId, time, stream, ...(ofCall && { ofCall: true as const }) };
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

type ErrorKind = Pick<ErrorGroup, 'kind' | 'message' | 'stack'>;

/** A response of API Gateway itself has an error type. A 5XX response without one comes from the handler. */
function ofRequest({ method = '-', resourcePath, path = '-', ...line }: LogLine): ErrorKind {
  const operation = `${method} ${resourcePath ?? path}`;
  const reason = [line.integrationError, line.authorizerError, line.error].find((text) => typeof text === 'string');
  if (typeof line.errorType === 'string')
    return { kind: line.errorType, message: `${operation}${reason ? `: ${reason}` : ''}`, stack: [] };
  return { kind: String(line.status), message: `${operation}, answered by the handler`, stack: [] };
}

function ofFunction(line: LogLine): ErrorKind {
  if (/^Task timed out after/.test(line.message)) return { kind: 'Timeout', message: line.message, stack: [] };
  const { line: rest, traces } = withoutTraces(line);
  const [head = '', ...frames] = (traces[0] ?? rest.message).split('\n');
  const stack = frames.map((frame) => frame.trim()).filter((frame) => /^(at |File ")/.test(frame));
  const [, kind, message] =
    /^(?:Uncaught )?([A-Za-z_$][\w$.]*(?:Error|Exception|Fault|Timeout)):? ?(.*)$/s.exec(head) ?? [];
  if (kind !== undefined) return { kind, message: message || rest.message, stack };
  return { kind: 'error', message: head, stack };
}

/** Errors that differ only in IDs and numbers are the same error. */
function withoutValues(message: string): string {
  return message.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-f]{16,}\b|\d+/gi, '#');
}
