/**
 * Finds the lines of one request in the logs of a stage. An ID does not contain a time, so a query searches all groups
 * for it. Lines that the function printed without the ID are then read from the seconds in which it worked (ADR 22).
 * Reads only.
 */
import { type CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { type FoundLine, logLines } from './insights/log-lines.ts';
import { type QueryParts, runQuery } from './insights/run-query.ts';

/** The lines with the ID, in order of time. `from` and `to` are in milliseconds since the epoch. */
export async function linesWith(
  client: CloudWatchLogsClient,
  id: string,
  where: { readonly groups: readonly string[]; readonly from: number; readonly to: number },
  parts: QueryParts,
): Promise<FoundLine[]> {
  const query = `fields @timestamp, @message, @log, @logStream | filter @message like "${id}" | sort @timestamp asc | limit 1000`;
  return logLines((await runQuery(client, { ...where, query }, parts)).rows);
}

/** The most pages that are read. A page may be empty and have a successor. */
const PAGES = 3;

/**
 * The lines that the function logged in a short time: all of a stream, or those with one of these IDs in any stream.
 */
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
