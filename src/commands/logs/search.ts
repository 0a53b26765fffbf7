/** `apikit logs search`: searches days of logs for words, or with a Logs Insights query. Reads only. */
import type { InsightsAnswer, InsightsRow } from '../../aws/logs/insights/run-query.ts';
import type { Context, Target } from '../../context.ts';
import { usageError } from '../../errors.ts';
import { isQuery, wordsQuery } from '../../logs/search-query.ts';
import { counted } from '../../text/counted.ts';
import { shellWord } from '../../text/shell-word.ts';
import { createLogText } from '../../ui/log-text.ts';
import { dimHead, table } from '../../ui/table.ts';
import { defineCommand } from '../parts/command.ts';
import { foundLines } from '../parts/logs/found-lines.ts';
import { announceScan, type QueryScan, runPaidQuery, scannedText } from '../parts/logs/paid-query.ts';
import { createReleaseTraces } from '../parts/logs/release-traces.ts';
import { searchedLogGroups } from '../parts/logs/stage-log-groups.ts';
import { timeOptions, timeRange } from '../parts/time-range.ts';

interface Answers {
  target: Target;
  scan: QueryScan;
  query: string;
  /** The words; `undefined` if the text is a query, whose rows are shown as a table. */
  words?: string;
}

interface Found {
  answers: Answers;
  answer: InsightsAnswer;
  /** The lines for people, for a search of words. */
  lines: string[];
}

const MOST = 10_000;

export const logsSearch = defineCommand({
  arguments: [{ name: '<text>', description: 'words in any case, or a Logs Insights query' }],
  options: [
    ...timeOptions('1h'),
    { flags: '--limit <n>', description: `newest lines to show for words, up to ${MOST} (default: 100)` },
  ],
  common: ['stage', 'profile', 'region', 'yes'],
  examples: [
    'apikit logs search "out of stock" --stage prod --since 7d',
    'apikit logs search "filter status >= 500 | stats count(*) by resourcePath, status" --stage prod --since 1d',
    `apikit logs search "filter ispresent(@initDuration) | stats count(*), max(@initDuration) by bin(5m)" --stage prod`,
  ],

  async ask({ args: [text], flags }, context): Promise<Answers> {
    if (text.trim() === '') throw usageError('There is nothing to search for.', 'Pass words, or a query.');
    const limit = flags.limit === undefined ? 100 : Number(flags.limit);
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
      throw usageError(`--limit takes a number from 1 to ${MOST}, not "${flags.limit}".`);
    const query = isQuery(text);
    if (query && flags.limit !== undefined)
      throw usageError(
        '--limit works only for words: a query sets its own limit.',
        `Put it into the query: … | limit ${limit}`,
      );
    const range = timeRange(flags, context.io.clock.now(), '1h');
    const target = await context.target();
    const scan = await announceScan(target, context, await searchedLogGroups(target, context), range);
    return { target, scan, ...(query ? { query: text } : { query: wordsQuery(text, limit), words: text }) };
  },

  async execute(answers, context): Promise<Found> {
    const answer = await runPaidQuery(answers.target, context, answers.scan, answers.query);
    const lines = answers.words === undefined || context.flags.json ? [] : await shown(answers, answer, context);
    return { answers, answer, lines };
  },

  render: ({ answers, answer, lines }, theme) => {
    const { rows, statistics } = answer;
    const scanned = scannedText(statistics);
    if (rows.length === 0) return { notes: [`Found nothing in ${scanned}.`], next: widerSearchHint(answers) };
    const found = counted(rows.length, answers.words === undefined ? 'row' : 'line');
    const more = rows.length === MOST || (answers.words !== undefined && statistics.recordsMatched > rows.length);
    const note = more
      ? `These are the newest ${found} of ${statistics.recordsMatched} in ${scanned}.`
      : `${found} of ${scanned}.`;
    if (answers.words !== undefined) return { data: lines, notes: [note] };
    return { data: table(rowsTable(rows), dimHead(theme)), notes: [note] };
  },
  json: ({ answers, answer }) => ({
    query: answers.query,
    groups: [...answers.scan.groups.keys()],
    since: new Date(answers.scan.from).toISOString(),
    until: new Date(answers.scan.to).toISOString(),
    rows: answer.rows,
    statistics: answer.statistics,
  }),
});

async function shown(answers: Answers, answer: InsightsAnswer, context: Context): Promise<string[]> {
  const text = createLogText(context.theme.stdout);
  const readTraces = createReleaseTraces(answers.target, context);
  const lines: string[] = [];
  for (const { line, stream } of foundLines(answer.rows, answers.scan.groups)) {
    const written = text(line).join('\n');
    const traced = line.source === 'function' ? await readTraces(stream, written) : written;
    lines.push(...traced.split('\n'));
  }
  return lines;
}

/** The columns are in the order of the rows. Line breaks in a cell become spaces. */
function rowsTable(rows: readonly InsightsRow[]): string[][] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => name !== '@ptr');
  const cells = rows.map((row) => names.map((name) => (row[name] ?? '').trim().replaceAll(/\s+/g, ' ')));
  return [names, ...cells];
}

/** Searches a day, or a week if a day was already searched. */
function widerSearchHint({ scan, words, query, target }: Answers): string[] {
  const hours = (scan.to - scan.from) / 3_600_000;
  if (hours > 24) return [];
  return [
    `apikit logs search ${shellWord(words ?? query)} --since ${hours > 23 ? '7d' : '1d'} --stage ${target.config.stage}`,
  ];
}
