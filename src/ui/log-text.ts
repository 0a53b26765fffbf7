/** Log records as text for people. Pure. */
import { isContext, type LogLine } from '../logs/log-line.ts';
import { withoutTraces } from '../logs/log-trace.ts';
import { PROBE_PATH } from '../naming/release-marks.ts';
import type { Theme } from './theme.ts';

/** Members that only `--json` shows: they are repeated, of little use, or already on the line. */
const HIDDEN = new Set(['time', 'source', 'requestId', 'functionRequestId', 'level', 'message']);

/** Whether a line tells the user nothing: apikit's own probe, or a platform line that REPORT sums up. */
export const isNoise = (line: LogLine) => isProbe(line) || isFrame(line);

/** A deploy asks the stage which release it serves. */
const isProbe = (line: LogLine) => line.source === 'access' && String(line.path).endsWith(PROBE_PATH);

const isFrame = (line: LogLine) =>
  line.level === 'platform' && /^(INIT_START|RESTORE_START|START|END) /.test(line.message);

/**
 * Continued lines start under the text, not under the time, so that a message with a newline cannot pass for a line of
 * its own.
 */
const CONTINUED = `\n${' '.repeat(24)}`;

/**
 * Returns a function that formats one line after another: local time, request, message, and the stack of an error
 * below. The day and the time zone come before the first line, and again when the day changes.
 */
export function createLogText(theme: Theme) {
  let day = '';
  return (line: LogLine): string[] => {
    const time = new Date(line.time);
    const today = `${time.toDateString()}, ${time.toTimeString().slice(9)}`;
    const heading = today === day ? [] : [theme.dim(`── ${today} ──`)];
    day = today;
    const clock = theme.dim(`${time.toTimeString().slice(0, 8)}.${String(time.getMilliseconds()).padStart(3, '0')}`);
    const id = theme.accent((line.requestId ?? '').slice(0, 8).padEnd(8));
    const { line: rest, traces } = withoutTraces(line);
    const text = [lineText(rest, theme), ...traces.map((trace) => traceText(trace, theme))].join('\n');
    return [...heading, `${clock}  ${id}  ${text.replaceAll('\n', CONTINUED)}`];
  };
}

/** The text of a line, without its time and request. It has several lines if the message has several lines. */
export function lineText(line: LogLine, theme: Theme): string {
  return line.source === 'access' ? accessText(line, theme) : functionText(line, theme);
}

/**
 * Whether a stack frame belongs to the process in which the local cloud runs a function. Lambda has other frames there,
 * and none of them is the user's.
 */
export const isOwnFrame = (line: string): boolean => /^\s*at .*\/src\/local\/runtime\/bootstrap\//.test(line);

/** Frames of Node.js and of packages are dimmed: the mistake is seldom there. */
export function traceText(trace: string, theme: Theme): string {
  return trace
    .split('\n')
    .filter((line) => !isOwnFrame(line))
    .map((line, index) => (index === 0 ? theme.bad(line) : /node:|node_modules\//.test(line) ? theme.dim(line) : line))
    .join('\n');
}

function accessText(line: LogLine, theme: Theme): string {
  if (line.status === undefined) return line.message;
  const paint = { error: theme.bad, warn: theme.warn }[line.level] ?? theme.good;
  const duration = line.latency === undefined ? '' : `  ${line.latency} ms`;
  const request = `${theme.bold(String(line.method ?? '-').padEnd(6))} ${line.path}  ${paint(String(line.status))}`;
  return `${request}${duration}${refusalText(line, theme)}`;
}

/**
 * Why API Gateway rejected the request, and the API key of the request: `  THROTTLED: Too Many Requests  key 7c1f…`.
 */
function refusalText(line: LogLine, theme: Theme): string {
  const reasons = [line.errorType, line.error, line.authorizerError, line.integrationError];
  const texts = [...new Set(reasons.filter((reason) => typeof reason === 'string' && reason !== ''))];
  if (texts.length === 0) return '';
  const key = typeof line.apiKeyId === 'string' ? theme.dim(`  key ${line.apiKeyId}`) : '';
  return `  ${theme.bad(texts.join(': '))}${key}`;
}

/** `REPORT RequestId: … Duration: 6.59 ms Billed Duration: 7 ms …` without the ID, which the line already shows. */
const platformText = (message: string) => message.replace(/ ?RequestId: [0-9a-f-]{36}/, '');

function functionText(line: LogLine, theme: Theme): string {
  if (line.level === 'platform') return theme.dim(platformText(line.message));
  const paint = { error: theme.bad, fatal: theme.bad, warn: theme.warn }[line.level] ?? ((text: string) => text);
  const members = Object.entries(line)
    .filter(
      ([name, value]) => !HIDDEN.has(name) && !isContext(name) && value !== undefined && value !== null && value !== '',
    )
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return `${paint(line.level.padEnd(6))} ${line.message}${members.length > 0 ? `  ${theme.dim(members.join(' '))}` : ''}`;
}
