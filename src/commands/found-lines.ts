/** Lines that a query of Logs Insights has found, as lines of the log: in order of time, each under the id of its request. */
import type { InsightsRow } from '../aws/insights/run-query.ts';
import { typedRows } from '../aws/insights/typed-rows.ts';
import { createLogJoin, type JoinedLine } from '../logs/join-lines.ts';
import { type LogSource, parseLogLine } from '../logs/log-line.ts';

/** The query's fields have to be `@timestamp`, `@message`, `@log` and `@logStream`. */
export function foundLines(rows: readonly InsightsRow[], groups: ReadonlyMap<string, LogSource>): JoinedLine[] {
  const typed = typedRows(rows, { '@timestamp': 'time', '@message': 'text', '@log': 'text', '@logStream': 'text' });
  const lines = typed.map((row) => {
    // `<account>:<group>`
    const group = row['@log'].slice(row['@log'].indexOf(':') + 1);
    const event = { time: row['@timestamp'], message: row['@message'] };
    return { line: parseLogLine(event, groups.get(group) ?? 'function'), stream: row['@logStream'] };
  });
  lines.sort((a, b) => a.line.time.localeCompare(b.line.time));
  const join = createLogJoin(0);
  return [...join.add(lines, 0), ...join.end()].sort((a, b) => a.line.time.localeCompare(b.line.time));
}
