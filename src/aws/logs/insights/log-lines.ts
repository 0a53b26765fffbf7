/** Rows of Logs Insights that are lines of logs, with where they stand. Pure. */
import type { InsightsRow } from './run-query.ts';
import { typedRows } from './typed-rows.ts';

export interface FoundLine {
  readonly group: string;
  readonly stream: string;
  /** ms since the epoch */
  readonly time: number;
  readonly message: string;
}

/** The query's fields have to be `@timestamp`, `@message`, `@log` and `@logStream`. */
export function logLines(rows: readonly InsightsRow[]): FoundLine[] {
  const typed = typedRows(rows, { '@timestamp': 'time', '@message': 'text', '@log': 'text', '@logStream': 'text' });
  return typed.map((row) => ({
    // `<account>:<group>`
    group: row['@log'].replace(/^\d+:/, ''),
    stream: row['@logStream'],
    time: row['@timestamp'],
    message: row['@message'],
  }));
}
