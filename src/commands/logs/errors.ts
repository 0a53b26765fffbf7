/** `apikit logs errors`: shows the errors of a stage, each kind once. Reads only. */
import type { InsightsStatistics } from '../../aws/logs/insights/run-query.ts';
import type { Context, Target } from '../../context.ts';
import { ERRORS_FILTER, type ErrorGroup, errorGroups } from '../../logs/error-groups.ts';
import { counted } from '../../text/counted.ts';
import { isOwnFrame } from '../../ui/log-text.ts';
import { minute } from '../../ui/moment.ts';
import type { Theme } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import { explainCommand } from '../parts/explain-command.ts';
import { foundLines } from '../parts/logs/found-lines.ts';
import { withGatewayIds } from '../parts/logs/gateway-ids.ts';
import { announceScan, type QueryScan, runPaidQuery, scannedText } from '../parts/logs/paid-query.ts';
import { createReleaseTraces } from '../parts/logs/release-traces.ts';
import { errorLogGroups } from '../parts/logs/stage-log-groups.ts';
import { timeOptions, timeRange } from '../parts/time-range.ts';

interface Answers {
  target: Target;
  scan: QueryScan;
}

interface Errors {
  target: Target;
  scan: QueryScan;
  groups: ErrorGroup[];
  /** The number of error lines that were read. */
  read: number;
  statistics: InsightsStatistics;
}

/** The number of stack frames that are shown. The first frames show the place. `--json` has all frames. */
const FRAMES = 3;

export const logsErrors = defineCommand({
  options: [...timeOptions('1d')],
  common: ['stage', 'profile', 'region', 'yes'],
  examples: ['apikit logs errors --stage prod', 'apikit logs errors --stage prod --since 7d --json'],

  async ask({ flags }, context): Promise<Answers> {
    const range = timeRange(flags, context.io.clock.now(), '1d');
    const target = await context.target();
    return { target, scan: await announceScan(target, context, await errorLogGroups(target), range) };
  },

  async execute({ target, scan }, context): Promise<Errors> {
    const query = `fields @timestamp, @message, @log, @logStream | filter ${ERRORS_FILTER} | sort @timestamp desc | limit 10000`;
    const { rows, statistics } = await runPaidQuery(target, context, scan, query);
    const groups = await withGatewayIds(errorGroups(foundLines(rows, scan.groups)), target, context);
    return { target, scan, groups: await inSources(groups, target, context), read: rows.length, statistics };
  },

  render: ({ target, scan, groups, read, statistics }, theme) => {
    const scanned = scannedText(statistics);
    if (groups.length === 0) return { data: [`No errors in ${scanned} since ${minute(iso(scan.from))}.`] };
    const example = groups.find((group) => group.example)?.example;
    const all =
      statistics.recordsMatched > read
        ? `The counts cover the newest ${read} of ${statistics.recordsMatched} lines with errors; a shorter --since covers all lines.`
        : `${counted(groups.length, 'kind')} of errors in ${scanned} since ${minute(iso(scan.from))}.`;
    return {
      data: groups.flatMap((group, index) => [...(index === 0 ? [] : ['']), ...groupText(group, theme)]),
      notes: [all],
      next: example ? [explainCommand(example.requestId, Date.parse(example.time), target.config.stage)] : [],
    };
  },
  json: ({ scan, groups, read, statistics }) => ({
    since: iso(scan.from),
    until: iso(scan.to),
    errors: groups.map(({ example, ...group }) => ({ ...group, example: example?.requestId ?? null })),
    linesRead: read,
    statistics,
  }),
});

const iso = (time: number): string => new Date(time).toISOString();

function groupText({ kind, message, stack, count, firstSeen, lastSeen, example }: ErrorGroup, theme: Theme): string[] {
  const [first, last] = [minute(firstSeen), minute(lastSeen)];
  const times = first === last ? last : `${first} to ${last}`;
  const frames = stack.filter((frame) => !isOwnFrame(frame));
  return [
    `${theme.bold(`${count}×`)} ${theme.bad(kind)}: ${message.trim().replaceAll(/\s+/g, ' ')}`,
    ...frames.slice(0, FRAMES).map((frame) => `    ${frame}`),
    theme.dim(`    ${times}${example ? `, request ${example.requestId}` : ''}`),
  ];
}

/** Maps the stack of each group to the project's sources. */
async function inSources(groups: readonly ErrorGroup[], target: Target, context: Context): Promise<ErrorGroup[]> {
  if (context.flags.json) return [...groups];
  const readTraces = createReleaseTraces(target, context);
  const mapped: ErrorGroup[] = [];
  for (const group of groups) {
    const { example, stack } = group;
    if (example === undefined || stack.length === 0) {
      mapped.push(group);
      continue;
    }
    const text = stack.map((frame) => `    ${frame}`).join('\n');
    const lines = (await readTraces(example.stream, text)).split('\n').map((frame) => frame.trim());
    mapped.push({ ...group, stack: lines });
  }
  return mapped;
}
