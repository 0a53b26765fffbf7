/** Turns the result of a Logs Insights query into log lines, ordered by time, each with the ID of its request. */
import { logLines } from '../../../aws/logs/insights/log-lines.ts';
import type { InsightsRow } from '../../../aws/logs/insights/run-query.ts';
import { createLogJoin, type JoinedLine } from '../../../logs/join-lines.ts';
import { type LogSource, parseLogLine } from '../../../logs/log-line.ts';

/** The query must have the fields `@timestamp`, `@message`, `@log` and `@logStream`. */
export function foundLines(rows: readonly InsightsRow[], groups: ReadonlyMap<string, LogSource>): JoinedLine[] {
  const lines = logLines(rows).map((found) => ({
    line: parseLogLine(found, groups.get(found.group) ?? 'function'),
    stream: found.stream,
  }));
  lines.sort((a, b) => a.line.time.localeCompare(b.line.time));
  const join = createLogJoin(0);
  return [...join.add(lines, 0), ...join.end()].sort((a, b) => a.line.time.localeCompare(b.line.time));
}
