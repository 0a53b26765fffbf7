/**
 * Lambda's own lines in the JSON format of the log: `{"time":…,"type":"platform.report","record":{…}}`
 * (docs/aws/lambda.md). They say the same as the lines of the text format. Pure.
 */
import { jsonObject } from './json-object.ts';

export interface PlatformRecord {
  readonly type: string;
  readonly requestId?: string;
  /** The line of the text format that says the same. */
  readonly text: string;
  /** The reason if Lambda ended the call. */
  readonly ended?: string;
}

/** Returns `undefined` for any other line. A function can print a line of this form, as it can print any other. */
export function platformRecord(members: Readonly<Record<string, unknown>>): PlatformRecord | undefined {
  const { type, record } = members;
  if (typeof type !== 'string' || !type.startsWith('platform.')) return undefined;
  if (typeof record !== 'object' || record === null) return undefined;
  const facts = record as Readonly<Record<string, unknown>>;
  const { requestId, status, errorType } = facts;
  const id = typeof requestId === 'string' && requestId.length <= 100 ? requestId : undefined;
  const figures = metricsOf(facts.metrics);
  const text = textOf(type.slice('platform.'.length), id, facts, figures);
  const ended = type === 'platform.report' ? reason(status, errorType, figures.durationMs) : undefined;
  return { type, text, ...(id !== undefined && { requestId: id }), ...(ended !== undefined && { ended }) };
}

/** Returns the line of the text format that says the same as this line, or the line itself. */
export function asTextLine(message: string): string {
  if (!message.startsWith('{') || !message.includes('"platform.')) return message;
  const members = jsonObject(message);
  return (members && platformRecord(members)?.text) ?? message;
}

type Figures = Readonly<Record<string, number | undefined>>;

function metricsOf(metrics: unknown): Figures {
  if (typeof metrics !== 'object' || metrics === null) return {};
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => typeof value === 'number'));
}

function textOf(type: string, id: string | undefined, facts: Readonly<Record<string, unknown>>, figures: Figures) {
  switch (type) {
    case 'start':
      return `START RequestId: ${id} Version: ${facts.version}`;
    case 'report':
      return [`REPORT RequestId: ${id}`, ...measures(figures), ...stateOf(facts)].join(' ');
    case 'initStart':
      return `INIT_START Runtime Version: ${facts.runtimeVersion}`;
    case 'restoreStart':
      return `RESTORE_START Runtime Version: ${facts.runtimeVersion}`;
    case 'initReport':
      return [
        `INIT_REPORT Init Duration: ${figures.durationMs?.toFixed(2)} ms`,
        `Phase: ${facts.phase}`,
        ...stateOf(facts),
      ].join(' ');
    default:
      return [type, ...(id === undefined ? [] : [`RequestId: ${id}`]), ...stateOf(facts)].join(' ');
  }
}

const MEASURES: readonly (readonly [metric: string, label: string, unit: string])[] = [
  ['durationMs', 'Duration', 'ms'],
  ['billedDurationMs', 'Billed Duration', 'ms'],
  ['memorySizeMB', 'Memory Size', 'MB'],
  ['maxMemoryUsedMB', 'Max Memory Used', 'MB'],
  ['initDurationMs', 'Init Duration', 'ms'],
  ['restoreDurationMs', 'Restore Duration', 'ms'],
];

function measures(figures: Figures): string[] {
  return MEASURES.flatMap(([metric, label, unit]) => {
    const value = figures[metric];
    return value === undefined ? [] : [`${label}: ${Number.isInteger(value) ? value : value.toFixed(2)} ${unit}`];
  });
}

const stateOf = ({ status, errorType }: Readonly<Record<string, unknown>>): string[] => [
  ...(typeof status === 'string' && status !== 'success' ? [`Status: ${status}`] : []),
  ...(typeof errorType === 'string' ? [`Error Type: ${errorType}`] : []),
];

/** An error that the handler threw has its own line. */
function reason(status: unknown, errorType: unknown, milliseconds = 0): string | undefined {
  if (status === 'timeout') return `Task timed out after ${(milliseconds / 1_000).toFixed(2)} seconds`;
  return errorType === 'Runtime.ExitError' ? 'The process of the function ended: Runtime.ExitError' : undefined;
}
