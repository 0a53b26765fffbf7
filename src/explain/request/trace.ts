/** The path of one request through gateway, authorizer and function, built from its log lines. Pure. */
import type { LogLine } from '../../logs/log-line.ts';
import { withoutTraces } from '../../logs/log-trace.ts';
import { BY_FUNCTION, type Symptom } from '../symptom.ts';

export type Part = 'gateway' | 'authorizer' | 'function';

/** The duration of one part in ms. `from` counts from the start of the request. */
export interface Span {
  readonly part: Part;
  readonly label: string;
  readonly from: number;
  readonly ms: number;
}

/** A log message of one part. */
export interface LogMessage {
  readonly part: Part;
  /** ISO 8601. */
  readonly at: string;
  readonly level: string;
  readonly text: string;
  /** The stack traces. Each is a text with several lines. */
  readonly traces?: readonly string[];
}

export interface Trace {
  readonly requestId: string;
  readonly at: string;
  readonly method: string;
  /** The requested path without the stage. */
  readonly path: string;
  /** The path in the contract. */
  readonly operation?: string;
  readonly status: number;
  readonly errorType?: string;
  readonly apiKeyId?: string;
  readonly functionRequestId?: string;
  /** The version of the function that answered the request. */
  readonly version?: string;
  readonly coldStart: boolean;
  readonly spans: readonly Span[];
  readonly said: readonly LogMessage[];
}

/** A line of a function, and the part to which its call belongs. */
export interface FunctionLine {
  readonly line: LogLine;
  readonly part: 'authorizer' | 'function';
  /** The name of the log stream contains the version: `2026/11/29/[12]8f5e…`. */
  readonly stream: string;
}

export interface RequestLines {
  readonly access: LogLine;
  /** The time of the request in ms since the epoch. */
  readonly began: number;
  readonly functions: readonly FunctionLine[];
  readonly execution: readonly LogLine[];
}

export function traceOf({ access, began, functions, execution }: RequestLines): Trace {
  const text = (name: string) => (typeof access[name] === 'string' ? (access[name] as string) : undefined);
  const number = (name: string) => (typeof access[name] === 'number' ? (access[name] as number) : undefined);
  const [, path = '/'] = /^\/[^/?]*(\/.*)?$/.exec(text('path') ?? '/') ?? [];
  const own = functions.filter(({ part }) => part === 'function');
  const version = own.map(({ stream }) => /\[(\d+)\]/.exec(stream)?.[1]).find((each) => each !== undefined);
  const optional = {
    operation: text('resourcePath'),
    errorType: text('errorType'),
    apiKeyId: text('apiKeyId'),
    functionRequestId: text('functionRequestId'),
    version,
  };
  return {
    requestId: access.requestId ?? '',
    at: new Date(began).toISOString(),
    method: text('method') ?? '-',
    path,
    status: number('status') ?? 0,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    coldStart: own.some(({ line }) => /Init Duration: [\d.]+/.test(line.message)),
    spans: spansOf(access, functions, began),
    said: [...ofGateway(access), ...execution.map(step), ...functions.flatMap(messagesOf)].sort((a, b) =>
      a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
    ),
  };
}

/** The symptom for the causes: all messages about failures. */
export function symptomOfTrace(trace: Trace): Symptom {
  const failures = trace.said.filter(
    ({ level, part }) => level === 'error' || (part !== 'gateway' && level === 'warn'),
  );
  const answered = trace.errorType ?? (trace.status >= 400 ? BY_FUNCTION : undefined);
  return {
    text: failures.flatMap(({ text, traces = [] }) => [text, ...traces]).join('\n'),
    statuses: [trace.status],
    ...(answered !== undefined && { type: answered }),
    requestId: trace.requestId,
    request: { method: trace.method, path: trace.path },
  };
}

function spansOf(access: LogLine, functions: readonly FunctionLine[], began: number): Span[] {
  const ms = (name: string) => (typeof access[name] === 'number' ? (access[name] as number) : undefined);
  const total = ms('latency') ?? 0;
  const authorizer = ms('authorizerLatency');
  const integration = ms('integrationLatency');
  const called = functions.find(({ part, line }) => part === 'function' && /^START /.test(line.message));
  const report =
    functions.find(({ part, line }) => part === 'function' && /^REPORT /.test(line.message))?.line.message ?? '';
  const init = measured(report, 'Init Duration') ?? measured(report, 'Restore Duration');
  const ran = measured(report, 'Duration');
  const asked = integration === undefined ? 0 : Math.max(0, total - integration);
  const start = called ? clamp(Date.parse(called.line.time) - began, asked, total) : asked;
  return [
    { part: 'gateway', label: 'API Gateway, the whole request', from: 0, ms: total },
    ...(authorizer === undefined
      ? []
      : [{ part: 'authorizer' as const, label: 'authorizer', from: 0, ms: authorizer }]),
    ...(integration === undefined
      ? []
      : [{ part: 'gateway' as const, label: 'waiting for the integration', from: asked, ms: integration }]),
    ...(init === undefined
      ? []
      : [{ part: 'function' as const, label: 'function starts (cold)', from: asked, ms: init }]),
    ...(ran === undefined ? [] : [{ part: 'function' as const, label: 'handler', from: start, ms: ran }]),
  ];
}

function measured(report: string, what: 'Init Duration' | 'Restore Duration' | 'Duration'): number | undefined {
  const found = new RegExp(String.raw`(?<!Billed |Init |Restore )\b${what}: ([\d.]+) ms`).exec(report)?.[1];
  return found === undefined ? undefined : Number(found);
}

const clamp = (value: number, from: number, to: number) => Math.min(Math.max(value, from), Math.max(from, to));

/** Facts that only the access line has: why the gateway rejected the request, and the fault in a response. */
function ofGateway(access: LogLine): LogMessage[] {
  const { time: at } = access;
  const of = (part: Part, value: unknown): LogMessage[] =>
    typeof value === 'string' && value !== '' ? [{ part, at, level: 'error', text: value }] : [];
  const refused =
    typeof access.errorType === 'string' ? `${access.errorType}: ${String(access.error ?? '')}` : undefined;
  return [
    ...of('authorizer', access.authorizerError),
    ...of('gateway', access.integrationError),
    ...of('gateway', refused?.replace(/: $/, '')),
  ];
}

const step = (line: LogLine): LogMessage => ({ part: 'gateway', at: line.time, level: 'platform', text: line.message });

const QUIET = /^(?:START|END|INIT_START|RESTORE_START|REPORT|INIT_REPORT) /;

function messagesOf({ line, part }: FunctionLine): LogMessage[] {
  if (QUIET.test(line.message))
    return failureIn(line.message).map((text) => ({ part, at: line.time, level: 'error', text }));
  const { line: bare, traces } = withoutTraces(line);
  const { time: at, source: _, level, message, requestId: __, functionRequestId: ___, ...members } = bare;
  const more = Object.keys(members).length > 0 ? ` ${JSON.stringify(members)}` : '';
  return [{ part, at, level, text: `${message}${more}`, ...(traces.length > 0 && { traces }) }];
}

/** The failures that Lambda's own lines report. */
function failureIn(message: string): string[] {
  const type = /Error Type: (\S+)/.exec(message)?.[1];
  const [, size, used] = /Memory Size: (\d+) MB\s+Max Memory Used: (\d+) MB/.exec(message) ?? [];
  return [
    ...(type === undefined ? [] : [`Lambda ended the call: ${type}`]),
    ...(size !== undefined && size === used ? [`The function used all of its ${size} MB: OutOfMemory`] : []),
  ];
}
