/** The events of `apikit dev` as lines for people. Pure. */
import { type LogLine, parseLogLine } from '../logs/log-line.ts';
import { withoutTraces } from '../logs/log-trace.ts';
import type { CodeFrame, DevEvent } from './dev-event.ts';
import { errorText } from './error-text.ts';
import { isNoise, lineText, traceText } from './log-text.ts';
import { SYMBOL, type Theme } from './theme.ts';
import { visibleLength, wrap } from './wrap.ts';

/** Returns the lines for an event; no lines for an event that tells the user nothing. `width` is in columns. */
export type DevText = (event: DevEvent, width: number) => string[];

/** A narrower terminal does not show request IDs. */
const NARROW = 72;

export function createDevText(theme: Theme, now: () => number): DevText {
  const stamped = (time: number, id: string | undefined, text: string, width: number): string[] => {
    const clock = theme.dim(localTime(time));
    const prefix =
      width < NARROW || id === undefined ? `${clock}  ` : `${clock}  ${theme.accent(id.slice(0, 8).padEnd(8))}  `;
    const indent = ' '.repeat(width < NARROW ? 2 : visibleLength(prefix));
    const [first = '', ...rest] = text.split('\n');
    return [...wrap(prefix + first, width, indent), ...rest.flatMap((line) => wrap(indent + line, width))];
  };

  const log = (time: number, line: LogLine, width: number): string[] => {
    if (isNoise(line) || isReport(line) || repeatsRequest(line)) return [];
    const { line: rest, traces } = withoutTraces(line);
    const text = [lineText(rest, theme), ...traces.map((trace) => traceText(trace, theme))].join('\n');
    return stamped(time, line.requestId ?? '', text, width);
  };

  const stampedLine = (text: string, width: number) => stamped(now(), undefined, text, width);

  return (event, width) => {
    switch (event.type) {
      case 'ready':
        return banner(event, theme);
      case 'deploying':
        return [];
      case 'deployed': {
        const what = `${theme.good(SYMBOL.done)} ${fileList(event.files)} ${SYMBOL.next} release ${event.release}`;
        return stampedLine(`${what} ${theme.dim(`(${event.ms} ms${otherChanges(event.changes)})`)}`, width);
      }
      case 'unchanged':
        if (event.files.length === 0)
          return stampedLine(`${theme.good(SYMBOL.done)} release ${event.release} is served again`, width);
        return stampedLine(theme.dim(`${SYMBOL.note} ${fileList(event.files)}: nothing new to deploy`), width);
      case 'failed':
        return failure(event, theme, width);
      case 'key':
        return stampedLine(`${theme.good(SYMBOL.done)} key ${event.name}: ${theme.bold(event.value)}`, width);
      case 'note':
        return stampedLine(theme.dim(`${SYMBOL.note} ${event.text}`), width);
      case 'warning':
        return stampedLine(theme.warn(`${SYMBOL.warning} ${event.text}`), width);
      case 'request':
        return log(event.time, accessLine(event), width);
      case 'log':
        return log(event.time, functionLine(event), width);
    }
  };
}

function failure({ error, frames, serving }: DevEvent & { type: 'failed' }, theme: Theme, width: number): string[] {
  // The code that is shown makes the fix clear. A hint to run the command again would be wrong here.
  const shownError = frames.length > 0 ? { message: error.message } : error;
  const goesOn = serving === null ? 'Nothing is served yet' : `Release ${serving} keeps serving`;
  return [
    '',
    ...errorText(shownError, theme, width),
    ...frames.flatMap((frame) => frameLines(frame, frames.length > 1, theme, width)),
    '',
    ...wrap(`${SYMBOL.next} ${goesOn}; the next save is tried again.`, width).map(theme.dim),
    '',
  ];
}

function banner(event: DevEvent & { type: 'ready' }, theme: Theme): string[] {
  const rows = [
    ['URL', theme.bold(event.url)],
    ...(event.key === null ? [] : [['key', `${theme.bold(event.key)}  ${theme.dim('send it as x-api-key')}`]]),
  ];
  const release = theme.dim(`release ${event.release}, ready in ${(event.ms / 1000).toFixed(1)} s`);
  return [
    '',
    `  ${theme.bold(event.app)}  ${release}`,
    '',
    ...rows.map(([name, value]) => `  ${theme.dim(name!)}  ${value}`),
    '',
  ];
}

function accessLine(event: DevEvent & { type: 'request' }): LogLine {
  // The local cloud knows more about an error than the type and message that AWS reports.
  const { time, type: _type, errorType: _errorType, error, detail, ...members } = event;
  const reason = detail ?? error;
  const level = event.status >= 500 ? 'error' : event.status >= 400 ? 'warn' : 'info';
  return {
    time: new Date(time).toISOString(),
    source: 'access',
    ...members,
    ...(reason !== undefined && { error: reason }),
    level,
    message: `${event.method} ${event.path} ${event.status}`,
  };
}

/** The line of a function belongs to the request that the client knows, if there is one. */
function functionLine(event: DevEvent & { type: 'log' }): LogLine {
  const line = parseLogLine(event, 'function');
  const requestId = event.requestId ?? event.functionRequestId ?? line.requestId;
  return requestId === undefined ? line : { ...line, requestId };
}

/** The line of the request already shows the duration. */
const isReport = ({ level, message }: LogLine) => level === 'platform' && message.startsWith('REPORT ');

/**
 * The scaffolded handler logs each request. The line of the request already shows the same facts. Lines of other
 * loggers are shown.
 */
function repeatsRequest(line: LogLine): boolean {
  const { level, message, source, ...members } = line;
  const isIt = source === 'function' && level === 'info' && message === 'request' && 'durationMs' in members;
  return isIt && Object.keys(members).every((name) => OF_REQUEST.has(name));
}

const OF_REQUEST = new Set([
  ...['time', 'requestId', 'functionRequestId', 'correlationId', 'app', 'stage', 'service'],
  ...['method', 'path', 'status', 'durationMs'],
]);

/** The lines around a problem, with a mark under its column. Lines are cut at the width of the window. */
function frameLines({ file, line, column, lines }: CodeFrame, named: boolean, theme: Theme, width: number): string[] {
  const digits = String(lines.at(-1)?.number ?? line).length;
  const gutter = (text: string) => `  ${text.padStart(digits)} │ `;
  const room = width - gutter('').length;
  const shown = lines.flatMap(({ number, text }) => {
    const own = theme.dim(gutter(String(number))) + (text.length > room ? `${text.slice(0, room - 1)}…` : text);
    if (number !== line || column > room) return [own];
    // Tabs are kept, so that the mark is under the right character.
    const before = text.slice(0, column - 1).replace(/[^\t]/g, ' ');
    return [own, `${theme.dim(gutter(''))}${before}${theme.bad('^')}`];
  });
  return ['', ...(named ? [theme.dim(`  ${file}:${line}`)] : []), ...shown];
}

const SHOWN_FILES = 3;

function fileList(files: readonly string[]): string {
  if (files.length === 0) return 'the project';
  const more = files.length > SHOWN_FILES ? ` and ${files.length - SHOWN_FILES} more` : '';
  return files.slice(0, SHOWN_FILES).join(', ') + more;
}

/** Every release changes these resources, so they are not worth a mention. */
const OF_EVERY_RELEASE = new Set(['function', 'release', 'stage', 'release-history', 'api']);

function otherChanges(changes: readonly { resource: string; action: string }[]): string {
  const others = changes.filter(({ resource }) => !OF_EVERY_RELEASE.has(resource));
  return others.map(({ resource, action }) => `, ${action} ${resource}`).join('');
}

/** A developer compares it with the clock on the wall. */
const localTime = (time: number) => new Date(time).toTimeString().slice(0, 8);
