/**
 * Follows log groups: every event once, in order of time, for as long as the caller asks. Polls FilterLogEvents, because
 * Live Tail is billed by the minute. Events can arrive late, so each poll looks back a little and drops what it has
 * already given (aws-facts §7).
 */
import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Clock } from '../../clock.ts';
import { isAwsError } from '../sdk-error.ts';

export interface LogEvent {
  group: string;
  stream: string;
  /** ms since the epoch */
  time: number;
  message: string;
  /** Unique within the account; what duplicates are recognised by. */
  id: string;
}

export interface FollowOptions {
  client: CloudWatchLogsClient;
  groups: readonly string[];
  /** ms since the epoch */
  since: number;
  /** CloudWatch Logs filter pattern. */
  pattern?: string;
  /** Without it, the iterator ends when everything up to now has been given. */
  follow: boolean;
  clock: Clock;
  signal: AbortSignal;
}

/** ms between polls; with two groups well within the account's 5 calls a second. */
const POLL_INTERVAL = 2_000;
/** ms that each poll looks back behind the newest event: how late an event may arrive and still be shown. */
const OVERLAP = 10_000;

/**
 * Yields events in order of time within each poll. A group that does not exist (yet) has no events. Ends quietly when
 * aborted; errors of AWS are thrown.
 */
export async function* followLogEvents(options: FollowOptions): AsyncGenerator<LogEvent> {
  const { clock, signal, groups, follow } = options;
  const cursors = groups.map((group) => createCursor(group, options.since));
  while (!signal.aborted) {
    const fresh = await Promise.all(cursors.map((cursor) => pollGroup(cursor, options)));
    yield* fresh.flat().sort(byTime);
    if (!follow) return;
    try {
      await clock.sleep(POLL_INTERVAL, signal);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
  }
}

interface Cursor {
  readonly group: string;
  /** Nothing older is asked for. */
  readonly since: number;
  newest: number;
  /** Ids that were given and may come again, with their times. */
  readonly given: Map<string, number>;
}

function createCursor(group: string, since: number): Cursor {
  return { group, since, newest: since, given: new Map() };
}

async function pollGroup(cursor: Cursor, options: FollowOptions): Promise<LogEvent[]> {
  const startTime = Math.max(cursor.since, cursor.newest - OVERLAP);
  const fresh: LogEvent[] = [];
  for await (const event of pages(cursor.group, startTime, options)) {
    const id = event.eventId ?? '';
    if (cursor.given.has(id)) continue;
    const time = event.timestamp ?? 0;
    cursor.given.set(id, time);
    cursor.newest = Math.max(cursor.newest, time);
    fresh.push({ group: cursor.group, stream: event.logStreamName ?? '', time, message: event.message ?? '', id });
  }
  for (const [id, time] of cursor.given) {
    if (time < cursor.newest - OVERLAP) cursor.given.delete(id);
  }
  return fresh;
}

/** A page may be empty and still have a successor. */
async function* pages(group: string, startTime: number, options: FollowOptions): AsyncGenerator<FilteredLogEvent> {
  const { client, pattern, signal } = options;
  let nextToken: string | undefined;
  do {
    const command = new FilterLogEventsCommand({
      logGroupName: group,
      startTime,
      ...(pattern !== undefined && { filterPattern: pattern }),
      ...(nextToken !== undefined && { nextToken }),
    });
    try {
      const page = await client.send(command, { abortSignal: signal });
      yield* page.events ?? [];
      nextToken = page.nextToken;
    } catch (error) {
      if (signal.aborted || isAwsError(error, 'ResourceNotFoundException')) return;
      throw error;
    }
  } while (nextToken !== undefined && !signal.aborted);
}

function byTime(a: LogEvent, b: LogEvent): number {
  return a.time - b.time || a.group.localeCompare(b.group);
}
