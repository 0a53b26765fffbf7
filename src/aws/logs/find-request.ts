/**
 * The lines of one request in the logs of a stage. An id tells no time, so a query looks for it in all groups at once; what the
 * function printed without the id is then read from the seconds in which it worked (ADR 22). Reads only.
 */
import { type CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { type FoundLine, logLines } from './insights/log-lines.ts';
import { type QueryParts, runQuery } from './insights/run-query.ts';

/** Lines with the id, in order of time. `from`, `to`: ms since the epoch. */
export async function linesWith(
  client: CloudWatchLogsClient,
  id: string,
  where: { readonly groups: readonly string[]; readonly from: number; readonly to: number },
  parts: QueryParts,
): Promise<FoundLine[]> {
  const query = `fields @timestamp, @message, @log, @logStream | filter @message like "${id}" | sort @timestamp asc | limit 1000`;
  return logLines((await runQuery(client, { ...where, query }, parts)).rows);
}

/** Pages that are read at most: a page may be empty and have a successor. */
const PAGES = 3;

/** What the function logged in a short time: all of a stream, or lines with one of these ids in any stream. */
export async function functionLines(
  client: CloudWatchLogsClient,
  group: string,
  {
    ids,
    stream,
    from,
    to,
  }: { readonly ids?: readonly string[]; readonly stream?: string; readonly from: number; readonly to: number },
): Promise<FoundLine[]> {
  const found: FoundLine[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await client.send(
      new FilterLogEventsCommand({
        logGroupName: group,
        startTime: from,
        endTime: to,
        ...(stream !== undefined && { logStreamNames: [stream] }),
        ...(ids && { filterPattern: ids.map((id) => `?"${id}"`).join(' ') }),
        ...(nextToken !== undefined && { nextToken }),
      }),
    );
    for (const { logStreamName = '', timestamp = 0, message = '' } of answer.events ?? [])
      found.push({ group, stream: logStreamName, time: timestamp, message });
    nextToken = answer.nextToken;
    if (nextToken === undefined) break;
  }
  return found;
}
