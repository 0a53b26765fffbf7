/**
 * A log event in Logs Insights: system fields, discovered fields, and fields that the query adds (docs/aws/logs.md).
 * Fields are computed when they are read, so a query on the message alone parses no JSON.
 */
import type { StoredEvent } from '../stored-event.ts';
import { valueAt } from '../value-at.ts';

/** A point in time: compared by its value, shown in the format of Logs Insights. */
export class Moment {
  readonly time: number;
  constructor(time: number) {
    this.time = time;
  }
  valueOf(): number {
    return this.time;
  }
  toString(): string {
    return new Date(this.time).toISOString().replace('T', ' ').replace('Z', '');
  }
}

export type Value = string | number | Moment | undefined;

export interface LogRecord {
  get(field: string): Value;
  set(field: string, value: Value): void;
}

/** A row of `stats`. */
export function rowRecord(fields: Map<string, Value> = new Map()): LogRecord {
  return { get: (field) => fields.get(field), set: (field, value) => void fields.set(field, value) };
}

const REPORT = /^(START|END|REPORT) RequestId: (\S+)/;
const MEASURES: Readonly<Record<string, { readonly label: RegExp; readonly unit: number }>> = {
  '@duration': { label: /\tDuration: ([\d.]+) ms/, unit: 1 },
  '@billedDuration': { label: /\tBilled Duration: ([\d.]+) ms/, unit: 1 },
  '@initDuration': { label: /\tInit Duration: ([\d.]+) ms/, unit: 1 },
  '@memorySize': { label: /\tMemory Size: (\d+) MB/, unit: 1_000_000 },
  '@maxMemoryUsed': { label: /\tMax Memory Used: (\d+) MB/, unit: 1_000_000 },
};

export class EventRecord implements LogRecord {
  readonly event: StoredEvent;
  readonly account: string;
  readonly group: string;
  private added: Map<string, Value> | undefined;
  private json: unknown;
  private isRead = false;

  constructor(event: StoredEvent, account: string, group: string) {
    this.event = event;
    this.account = account;
    this.group = group;
  }

  get(field: string): Value {
    if (this.added?.has(field)) return this.added.get(field);
    return field.startsWith('@') ? this.system(field) : this.discovered(field);
  }

  set(field: string, value: Value): void {
    this.added ??= new Map();
    this.added.set(field, value);
  }

  private system(field: string): Value {
    const { event } = this;
    switch (field) {
      case '@timestamp':
        return new Moment(event.timestamp);
      case '@ingestionTime':
        return new Moment(event.ingestionTime);
      case '@message':
        return event.message;
      case '@logStream':
        return event.stream;
      case '@log':
        return `${this.account}:${this.group}`;
      case '@ptr':
        return Buffer.from(`${this.group}:${event.sequence}`).toString('base64');
      default:
        return this.isLambda() ? this.ofLambda(field) : undefined;
    }
  }

  private isLambda(): boolean {
    return this.group.startsWith('/aws/lambda/');
  }

  private ofLambda(field: string): Value {
    const [, type, requestId] = REPORT.exec(this.event.message) ?? [];
    if (field === '@type') return type;
    if (field === '@requestId') return requestId;
    const measure = type === 'REPORT' ? MEASURES[field] : undefined;
    const found = measure?.label.exec(this.event.message)?.[1];
    return measure && found !== undefined ? Number(found) * measure.unit : undefined;
  }

  /** Dots lead into objects and lists. */
  private discovered(field: string): Value {
    if (!this.isRead) {
      this.json = jsonOf(this.event.message, this.isLambda());
      this.isRead = true;
    }
    // Splitting takes half as long as parsing the JSON.
    const value = valueAt(this.json, field.includes('.') ? field.split('.') : [field]);
    if (typeof value === 'string' || typeof value === 'number') return value;
    if (typeof value === 'boolean') return value ? 1 : 0;
    return undefined;
  }
}

/** Returns the JSON of the whole message; for Lambda's lines, the JSON at the end of a line. */
function jsonOf(message: string, isLambda: boolean): unknown {
  const begin = isLambda ? message.indexOf('{') : 0;
  if (begin === -1 || message.charCodeAt(begin) !== 0x7b) return undefined;
  try {
    return JSON.parse(message.slice(begin));
  } catch {
    return undefined;
  }
}
