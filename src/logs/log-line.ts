/**
 * Turns a log event of any form into one record. The record shows what the line says but does not trust it: the members
 * about its origin are set here, and override the line's own. Pure.
 */
import { parseAccessLine } from './access-line.ts';
import { jsonObject } from './json-object.ts';
import { platformRecord } from './platform-record.ts';

/** `execution` is API Gateway's log of each step, which the setting `logging` turns on. */
export type LogSource = 'access' | 'function' | 'execution';

/** A line of `tail-logs --json`. All other members come from the log line itself. */
export interface LogLine {
  /** ISO 8601. */
  readonly time: string;
  readonly source: LogSource;
  /** API Gateway's request ID if it is known, otherwise Lambda's. Lines outside of a request have none. */
  readonly requestId?: string;
  /** Lambda's request ID of the call, if both IDs are known. */
  readonly functionRequestId?: string;
  /** Members of the line with these names whose values are wrong or not in the expected form. */
  readonly claims?: Record<string, unknown>;
  /** In lower case: `info`, `warn`, `error`, another level of a logger, or `platform` for Lambda's own lines. */
  readonly level: string;
  readonly message: string;
  readonly [member: string]: unknown;
}

const REQUEST_ID = '[0-9a-f]{8}-[0-9a-f-]{27}';
/**
 * Lambda's own lines, for example `REPORT RequestId: 8f5e… Duration: 1.23 ms`. Other lines that begin with one of these
 * words do not match.
 */
const PLATFORM = new RegExp(
  `^(?:INIT_START Runtime Version: |RESTORE_START Runtime Version: |INIT_REPORT Init Duration: |(?:START|END|REPORT) RequestId: (${REQUEST_ID})(?:$|\\s))`,
);
/** A line of `console.log` in Lambda's text format: time, request ID, level, message. */
const CONSOLE = new RegExp(`^\\S{1,40}Z\\t(${REQUEST_ID}|undefined)\\t([A-Z]+)\\t(.*)$`, 's');
/** A line of Python's `logging`: level in brackets, time, request ID, message. */
const PYTHON = new RegExp(`^\\[([A-Z]+)\\]\\t\\S{1,40}Z\\t(${REQUEST_ID}|)\\t(.*)$`, 's');
/**
 * `2026-11-29T12:00:00.000Z 8f5e… Task timed out after 3.00 seconds` and `RequestId: 8f5e… Error: Runtime exited …`.
 */
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
  if (members) return platformLine(members, time) ?? printedJson(members, time, text);
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

function platformLine(members: Record<string, unknown>, time: string): LogLine | undefined {
  const record = platformRecord(members);
  if (!record) return undefined;
  const { requestId, text, ended } = record;
  const level = ended === undefined ? 'platform' : 'error';
  return { time, source: 'function', ...(requestId !== undefined && { requestId }), level, message: ended ?? text };
}

/** In the JSON format, Lambda writes a text of the console as `message`, also a text that is JSON itself. */
function printedJson(members: Record<string, unknown>, time: string, text: string): LogLine {
  const { timestamp, requestId, message } = members;
  const byLambda = typeof timestamp === 'string' && typeof requestId === 'string' && typeof message === 'string';
  const inner = byLambda ? jsonObject(message) : undefined;
  return inner
    ? { ...fromJson(inner, time, message as string), ...lambdaId(inner, requestId as string) }
    : fromJson(members, time, text);
}

function consoleLine(text: string): { requestId?: string; level: string; message: string } | undefined {
  const [, id, level, message] = CONSOLE.exec(text) ?? [];
  if (level !== undefined)
    return { ...(id !== 'undefined' && { requestId: id! }), level: levelName(level), message: message! };
  const [, pythonLevel, pythonId, pythonMessage] = PYTHON.exec(text) ?? [];
  if (pythonLevel === undefined) return undefined;
  return { ...(pythonId && { requestId: pythonId }), level: levelName(pythonLevel), message: pythonMessage! };
}

/** Lambda put its ID before the line. If the line has another ID of its own, it keeps that ID. */
const lambdaId = (members: Record<string, unknown>, id: string) =>
  typeof members.requestId === 'string' && members.requestId !== id ? { functionRequestId: id } : { requestId: id };

function fromJson(members: Record<string, unknown>, time: string, text: string): LogLine {
  const { time: _own, timestamp: _stamp, log_level, source, message, requestId, functionRequestId, ...rest } = members;
  // The Python runtime writes the level of an error that nothing caught under another name.
  const { level = log_level, ...others } = rest;
  const claims = {
    ...(source !== undefined && { source }),
    ...(level !== undefined && !isLevel(level) && { level }),
    ...(requestId !== undefined && !isId(requestId) && { requestId }),
    ...(functionRequestId !== undefined && !isId(functionRequestId) && { functionRequestId }),
  };
  const more: Record<string, unknown> = { ...others, ...(Object.keys(claims).length > 0 && { claims }) };
  // A line that would show nothing else is shown as it is.
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

/** Members that a logger puts on every line. They say nothing about a single line. */
export const isContext = (member: string): boolean => CONTEXT.has(member);
const CONTEXT = new Set(['correlationId', 'app', 'stage', 'service']);

const textOf = (message: unknown): string =>
  typeof message === 'string' ? message : message === undefined ? '' : JSON.stringify(message);

const isLevel = (level: unknown): level is string => typeof level === 'string' && /^\w{1,20}$/.test(level);

const isId = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 100;

/** Maps Python's level names to the common ones. */
const levelName = (level: string) =>
  ({ WARNING: 'warn', CRITICAL: 'fatal' })[level.toUpperCase()] ?? level.toLowerCase();

function levelOfStatus(status: unknown): string {
  const code = Number(status);
  if (code >= 500) return 'error';
  return code >= 400 ? 'warn' : 'info';
}
