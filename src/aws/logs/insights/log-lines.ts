/** Rows of Logs Insights that are log lines, with their groups and streams. Pure. */
import type { InsightsRow } from './run-query.ts';
import { typedRows } from './typed-rows.ts';

export interface FoundLine {
  readonly group: string;
  readonly stream: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly message: string;
}

/** The query must have the fields `@timestamp`, `@message`, `@log` and `@logStream`. */
export function logLines(rows: readonly InsightsRow[]): FoundLine[] {
  const typed = typedRows(rows, { '@timestamp': 'time', '@message': 'text', '@log': 'text', '@logStream': 'text' });
  return typed.map((row) => ({
    // `@log` is `<account>:<group>`.
    group: row['@log'].replace(/^\d+:/, ''),
    stream: row['@logStream'],
    time: row['@timestamp'],
    message: row['@message'],
  }));
}
