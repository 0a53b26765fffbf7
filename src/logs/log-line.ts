/**
 * A log event as one record, whatever its shape. A line is shown and never believed: what says where a record comes from
 * is set here, over anything that the line claims of itself. Pure.
 */
import { parseAccessLine } from './access-line.ts';
import { jsonObject } from './json-object.ts';

/** `execution` is API Gateway's own account of each step, where `logging` asks for it. */
export type LogSource = 'access' | 'function' | 'execution';

/** A line of `tail-logs --json`. Members beyond these come from the log line itself. */
export interface LogLine {
  /** ISO 8601 */
  readonly time: string;
  readonly source: LogSource;
  /** API Gateway's request id where it is known, else Lambda's; absent on lines outside of a request. */
  readonly requestId?: string;
  /** Lambda's request id of the call, where it is known beside API Gateway's. */
  readonly functionRequestId?: string;
  /** What the line says of itself in members of these names and is not so, or not in their form. */
  readonly claims?: Record<string, unknown>;
  /** In lower case: `info`, `warn`, `error`, what a logger calls it, or `platform` for Lambda's own lines. */
  readonly level: string;
  readonly message: string;
  readonly [member: string]: unknown;
}

const REQUEST_ID = '[0-9a-f]{8}-[0-9a-f-]{27}';
/** Lambda's own lines, e.g. `REPORT RequestId: 8f5e… Duration: 1.23 ms`, and not what begins with one of these words. */
const PLATFORM = new RegExp(
  `^(?:INIT_START Runtime Version: |INIT_REPORT Init Duration: |(?:START|END|REPORT) RequestId: (${REQUEST_ID})(?:$|\\s))`,
);
/** What `console.log` becomes in Lambda's text format: time, request id, level, message. */
const CONSOLE = new RegExp(`^\\S{1,40}Z\\t(${REQUEST_ID}|undefined)\\t([A-Z]+)\\t(.*)$`, 's');
/** A Python function's `logging`: level in brackets, time, request id, message. */
const PYTHON = new RegExp(`^\\[([A-Z]+)\\]\\t\\S{1,40}Z\\t(${REQUEST_ID}|)\\t(.*)$`, 's');
/** `2026-11-29T12:00:00.000Z 8f5e… Task timed out after 3.00 seconds` and `RequestId: 8f5e… Error: Runtime exited …`. */
const ENDED = new RegExp(
  `^(?:\\S{1,40}Z (${REQUEST_ID}) (Task timed out after .*)|RequestId: (${REQUEST_ID}) (?:Process|Error: )(.*))$`,
  's',
);
/** A step in API Gateway's execution log: `(8f5e…) Method completed with status: 200`. */
const STEP = new RegExp(`^\\((${REQUEST_ID})\\) (.*)$`, 's');

export function parseLogLine(event: { time: number; message: string }, source: LogSource): LogLine {
  const time = new Date(event.time).toISOString();
  const text = event.message.replace(/\s+$/, '');
  if (source === 'access') return accessLine(text, time);
  if (source === 'execution') {
    const [, requestId, message] = STEP.exec(text) ?? [];
    return { time, source, ...(requestId && { requestId }), level: 'platform', message: message ?? text };
  }
  return functionLine(text, time);
}

function accessLine(text: string, time: string): LogLine {
  const access = parseAccessLine(text);
  if (!access) return { time, source: 'access', level: 'info', message: text };
  const { method = '-', path = '-', status = '-' } = access;
  return { ...access, time, source: 'access', level: levelOfStatus(status), message: `${method} ${path} ${status}` };
}

function functionLine(text: string, time: string): LogLine {
  const source = 'function';
  const members = jsonObject(text);
  if (members) return fromJson(members, time, text);
  const platform = PLATFORM.exec(text);
  if (platform) {
    const message = text.replaceAll('\t', ' ');
    return { time, source, ...(platform[1] && { requestId: platform[1] }), level: 'platform', message };
  }
  const ended = ENDED.exec(text);
  if (ended) {
    const [, timedOut, how, exited, why] = ended;
    return { time, source, requestId: (timedOut ?? exited)!, level: 'error', message: (how ?? why)!.trim() };
  }
  const printed = consoleLine(text);
  if (!printed) return { time, source, level: 'info', message: text };
  const structured = jsonObject(printed.message);
  if (structured)
    return {
      ...fromJson(structured, time, printed.message),
      ...(printed.requestId && lambdaId(structured, printed.requestId)),
    };
  const { requestId, level, message } = printed;
  return { time, source, ...(requestId && { requestId }), level, message };
}

function consoleLine(text: string): { requestId?: string; level: string; message: string } | undefined {
  const [, id, level, message] = CONSOLE.exec(text) ?? [];
  if (level !== undefined)
    return { ...(id !== 'undefined' && { requestId: id! }), level: levelName(level), message: message! };
  const [, pythonLevel, pythonId, pythonMessage] = PYTHON.exec(text) ?? [];
  if (pythonLevel === undefined) return undefined;
  return { ...(pythonId && { requestId: pythonId }), level: levelName(pythonLevel), message: pythonMessage! };
}

/** Lambda wrote its id before the line: the line's own id stays where it says another one. */
const lambdaId = (members: Record<string, unknown>, id: string) =>
  typeof members.requestId === 'string' && members.requestId !== id ? { functionRequestId: id } : { requestId: id };

function fromJson(members: Record<string, unknown>, time: string, text: string): LogLine {
  const { time: _own, timestamp: _stamp, source, level, message, requestId, functionRequestId, ...rest } = members;
  const claims = {
    ...(source !== undefined && { source }),
    ...(level !== undefined && !isLevel(level) && { level }),
    ...(requestId !== undefined && !isId(requestId) && { requestId }),
    ...(functionRequestId !== undefined && !isId(functionRequestId) && { functionRequestId }),
  };
  const more: Record<string, unknown> = { ...rest, ...(Object.keys(claims).length > 0 && { claims }) };
  // A line of which nothing else would be seen is shown as it is.
  const whole = Object.entries(more).some(([name, value]) => value !== null && value !== '' && !isContext(name))
    ? ''
    : text;
  return {
    ...more,
    time,
    source: 'function',
    ...(isId(requestId) && { requestId }),
    ...(isId(functionRequestId) && { functionRequestId }),
    level: isLevel(level) ? levelName(level) : 'info',
    message: textOf(message) || whole,
  };
}

/** What a logger puts on every line, which says nothing of this one. */
export const isContext = (member: string): boolean => CONTEXT.has(member);
const CONTEXT = new Set(['correlationId', 'app', 'stage', 'service']);

const textOf = (message: unknown): string =>
  typeof message === 'string' ? message : message === undefined ? '' : JSON.stringify(message);

const isLevel = (level: unknown): level is string => typeof level === 'string' && /^\w{1,20}$/.test(level);

const isId = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 100;

/** Python's names as everybody else's. */
const levelName = (level: string) =>
  ({ WARNING: 'warn', CRITICAL: 'fatal' })[level.toUpperCase()] ?? level.toLowerCase();

function levelOfStatus(status: unknown): string {
  const code = Number(status);
  if (code >= 500) return 'error';
  return code >= 400 ? 'warn' : 'info';
}
