/**
 * One query of CloudWatch Logs Insights: starts it, polls until it ends, and reads the result. AWS bills the bytes that
 * a query scans (docs/aws/logs.md), so a query that nobody waits for any more is stopped.
 */
import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Clock } from '../../../clock.ts';
import type { Right } from '../../../engine/rights.ts';
import { ApikitError } from '../../../errors.ts';
import { ownLogGroups } from '../../arns/own-arns.ts';
import { asCleanUp } from '../../sdk/clean-up.ts';
import { errorMessage, isAwsError } from '../../sdk/errors/sdk-error.ts';

/** The permissions that these calls need. AWS does not limit reading and stopping a query to log groups. */
export const QUERY_RIGHTS: readonly Right[] = [
  { actions: ['logs:StartQuery'], on: ownLogGroups },
  { actions: ['logs:GetQueryResults', 'logs:StopQuery'] },
];

export interface InsightsQuery {
  readonly groups: readonly string[];
  readonly query: string;
  /** Milliseconds since the epoch, both included. Logs Insights takes whole seconds. */
  readonly from: number;
  readonly to: number;
}

/** The fields that a row has, as text. */
export type InsightsRow = Readonly<Record<string, string>>;

export interface InsightsStatistics {
  readonly bytesScanned: number;
  readonly recordsScanned: number;
  readonly recordsMatched: number;
}

export interface InsightsAnswer {
  readonly rows: readonly InsightsRow[];
  readonly statistics: InsightsStatistics;
}

export interface QueryParts {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called after each poll of a query that still runs. */
  readonly onProgress?: (statistics: InsightsStatistics) => void;
}

/** The most rows that one query returns (docs/aws/logs.md). With this many there may be more. */
export const MOST_ROWS = 10_000;

/** Milliseconds between polls. The last one repeats. Most queries end within a second or two. */
const WAITS = [200, 300, 500, 1_000] as const;

const NOTHING: InsightsAnswer = { rows: [], statistics: { bytesScanned: 0, recordsScanned: 0, recordsMatched: 0 } };

/**
 * AWS calls a query malformed if its time range ends before its groups were created, or before the oldest lines that
 * they keep (docs/aws/logs.md).
 */
const isBeforeAllLines = (error: unknown): boolean =>
  isAwsError(error, 'MalformedQueryException') && /end date and time/.test(errorMessage(error));

/** Throws AWS's error, `QueryFailed`, or the signal's reason after it has stopped the query. */
export async function runQuery(
  client: CloudWatchLogsClient,
  { groups, query, from, to }: InsightsQuery,
  parts: QueryParts,
): Promise<InsightsAnswer> {
  const command = new StartQueryCommand({
    logGroupNames: [...groups],
    queryString: query,
    startTime: Math.floor(from / 1_000),
    endTime: Math.ceil(to / 1_000),
    limit: MOST_ROWS,
  });
  const queryId = await client.send(command).then(
    (started) => started.queryId!,
    (error) => {
      if (isBeforeAllLines(error)) return undefined;
      throw error;
    },
  );
  if (queryId === undefined) return NOTHING;
  try {
    return await answerTo(client, queryId, parts);
  } catch (error) {
    if (parts.signal.aborted) await stop(client, queryId);
    throw error;
  }
}

async function answerTo(client: CloudWatchLogsClient, queryId: string, parts: QueryParts): Promise<InsightsAnswer> {
  for (let look = 0; ; look += 1) {
    await parts.clock.sleep(WAITS[Math.min(look, WAITS.length - 1)]!, parts.signal);
    const answer = await client.send(new GetQueryResultsCommand({ queryId }), { abortSignal: parts.signal });
    const statistics = statisticsOf(answer);
    if (answer.status === 'Complete') return { rows: rowsOf(answer), statistics };
    if (answer.status !== 'Scheduled' && answer.status !== 'Running') throw failed(answer.status);
    parts.onProgress?.(statistics);
  }
}

/** The query may have ended meanwhile. AWS then returns an error. */
async function stop(client: CloudWatchLogsClient, queryId: string): Promise<void> {
  await client.send(asCleanUp(new StopQueryCommand({ queryId }))).catch(() => undefined);
}

function statisticsOf({ statistics }: GetQueryResultsCommandOutput): InsightsStatistics {
  const { bytesScanned = 0, recordsScanned = 0, recordsMatched = 0 } = statistics ?? {};
  return { bytesScanned, recordsScanned, recordsMatched };
}

const rowsOf = ({ results = [] }: GetQueryResultsCommandOutput): InsightsRow[] =>
  results.map((fields) => Object.fromEntries(fields.map(({ field = '', value = '' }) => [field, value])));

function failed(status: string | undefined): ApikitError {
  const why =
    status === 'Timeout'
      ? 'it took longer than the 60 minutes that a query may take'
      : status === 'Cancelled'
        ? 'somebody stopped it'
        : `its status is ${status ?? 'unknown'}`;
  return new ApikitError('QueryFailed', `The query of CloudWatch Logs Insights has no result: ${why}.`, {
    hint: 'Try again, or use a shorter time range.',
  });
}
