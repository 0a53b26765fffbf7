/** A log event of either group as one record, and as one line to read at a glance. Pure. */
import { PROBE_PATH } from '../stack/release-marks.ts';
import type { Theme } from './theme.ts';

export type LogSource = 'access' | 'function';

/** A line of `tail-logs --json`. Members beyond these come from the log line itself. */
export interface LogLine {
  /** ISO 8601 */
  readonly time: string;
  readonly source: LogSource;
  /** API Gateway's request id where the line names it, else Lambda's; absent on lines outside of a request. */
  readonly requestId?: string;
  readonly level: string;
  readonly message: string;
  readonly [member: string]: unknown;
}

/**
 * Lambda's own lines know only Lambda's request id. A handler that logs both (`functionRequestId` beside `requestId`,
 * as the template does) lets the ones that follow be shown under the request that the client knows.
 */
export function createLogJoin(): (line: LogLine) => LogLine {
  const requestOf = new Map<string, string>();
  return (line) => {
    if (typeof line.functionRequestId === 'string' && line.requestId) {
      requestOf.set(line.functionRequestId, line.requestId);
      if (requestOf.size > JOIN_MEMORY) requestOf.delete(requestOf.keys().next().value!);
    }
    const known = line.requestId === undefined ? undefined : requestOf.get(line.requestId);
    return known === undefined ? line : { ...line, requestId: known, functionRequestId: line.requestId };
  };
}

/** Requests under way at once that a join remembers; a follower may run for days. */
const JOIN_MEMORY = 10_000;

/** Lambda's own lines, e.g. `REPORT RequestId: 8f5e… Duration: 1.23 ms`. */
const PLATFORM = /^(INIT_START|START|END|REPORT)\b(?:.*?RequestId: ([0-9a-f-]{36}))?/;
/** What `console.log` becomes in Lambda's text format: time, request id, level, message. */
const CONSOLE = /^\S+Z\t([0-9a-f-]{36}|undefined)\t([A-Z]+)\t(.*)$/s;

export function parseLogLine(event: { time: number; message: string }, source: LogSource): LogLine {
  const time = new Date(event.time).toISOString();
  const text = event.message.replace(/\s+$/, '');
  const members = jsonObject(text);
  if (members) return fromJson(members, time, source);
  const platform = PLATFORM.exec(text);
  if (platform) {
    const message = text.replaceAll('\t', ' ');
    return { time, source, ...(platform[2] && { requestId: platform[2] }), level: 'platform', message };
  }
  const printed = CONSOLE.exec(text);
  if (!printed) return { time, source, level: 'info', message: text };
  const [, requestId, level, message] = printed as unknown as [string, string, string, string];
  const structured = jsonObject(message);
  if (structured) return fromJson({ requestId, ...structured }, time, source);
  return { time, source, ...(requestId !== 'undefined' && { requestId }), level: level.toLowerCase(), message };
}

function fromJson(members: Record<string, unknown>, time: string, source: LogSource): LogLine {
  const { time: _own, timestamp: _stamp, level, message, ...rest } = members;
  if (source === 'access')
    return { time, source, ...rest, level: levelOfStatus(rest.status), message: accessMessage(rest) };
  return { time, source, ...rest, level: String(level ?? 'info').toLowerCase(), message: String(message ?? '') };
}

const accessMessage = (access: Record<string, unknown>) => `${access.method} ${access.path} ${access.status}`;

function levelOfStatus(status: unknown): string {
  const code = Number(status);
  if (code >= 500) return 'error';
  return code >= 400 ? 'warn' : 'info';
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Members that a line of text leaves to `--json`: repeated, of no use at a glance, or shown elsewhere on the line. */
const HIDDEN = new Set([
  'time',
  'source',
  'requestId',
  'functionRequestId',
  'level',
  'message',
  'correlationId',
  'app',
  'stage',
  'service',
]);

/** Lines that tell the user nothing: apikit's own probe, and what REPORT sums up. */
export const isNoise = (line: LogLine) => isProbe(line) || isFrame(line);

/** A deploy's own question to the stage which release it serves. */
const isProbe = (line: LogLine) => line.source === 'access' && String(line.path).endsWith(PROBE_PATH);

const isFrame = (line: LogLine) => line.level === 'platform' && /^(INIT_START|START|END) /.test(line.message);

export function logText(line: LogLine, theme: Theme): string {
  const clock = theme.dim(line.time.slice(11, 23));
  const id = theme.accent((line.requestId ?? '').slice(0, 8).padEnd(8));
  return `${clock}  ${id}  ${lineText(line, theme).replaceAll('\n', CONTINUED)}`;
}

/** What the line says, without its time and request; of several lines where the message has them. */
export function lineText(line: LogLine, theme: Theme): string {
  return line.source === 'access' ? accessText(line, theme) : functionText(line, theme);
}

/** Under the text, not under the time: a message with a newline in it cannot pass for a line of its own. */
const CONTINUED = `\n${' '.repeat(24)}`;

function accessText(line: LogLine, theme: Theme): string {
  const status = String(line.status ?? '-');
  const paint = { error: theme.bad, warn: theme.warn }[line.level] ?? theme.good;
  const duration = line.latency === undefined || line.latency === '-' ? '' : `  ${line.latency} ms`;
  const error =
    typeof line.error === 'string' && line.error !== '-' && line.error !== '' ? `  ${theme.bad(line.error)}` : '';
  return `${theme.bold(String(line.method ?? '-').padEnd(6))} ${line.path}  ${paint(status)}${duration}${error}`;
}

/** `REPORT RequestId: … Duration: 6.59 ms Billed Duration: 7 ms …` without the id, which the line already shows. */
const platformText = (message: string) => message.replace(/ ?RequestId: [0-9a-f-]{36}/, '');

function functionText(line: LogLine, theme: Theme): string {
  if (line.level === 'platform') return theme.dim(platformText(line.message));
  const paint = { error: theme.bad, fatal: theme.bad, warn: theme.warn }[line.level] ?? ((text: string) => text);
  const members = Object.entries(line)
    .filter(([name, value]) => !HIDDEN.has(name) && value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return `${paint(line.level.padEnd(6))} ${line.message}${members.length > 0 ? `  ${theme.dim(members.join(' '))}` : ''}`;
}
