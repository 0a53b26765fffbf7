/**
 * Follows log groups: every event once, in order of time, for as long as the caller asks. Polls FilterLogEvents, because
 * Live Tail is billed by the minute. CloudWatch Logs may take an event late, so each poll looks back a little and drops
 * what it has already given.
 */
import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Clock } from '../../clock.ts';
import type { Right } from '../../engine/rights.ts';
import { ownLogGroups } from '../arns/own-arns.ts';
import { isAwsError } from '../sdk/errors/sdk-error.ts';

export const LOG_RIGHTS: readonly Right[] = [{ actions: ['logs:FilterLogEvents'], on: ownLogGroups }];

export interface LogEvent {
  group: string;
  stream: string;
  /** ms since the epoch */
  time: number;
  message: string;
  /** Unique within the account; what duplicates are recognised by. */
  id: string;
}

/** What one look at all groups has brought. */
export interface LogPoll {
  /** The new events of all groups, in order of time. */
  readonly events: LogEvent[];
  /** The groups that do not exist (yet). */
  readonly absent: readonly string[];
}

export interface FollowerOptions {
  client: CloudWatchLogsClient;
  groups: readonly string[];
  /** ms since the epoch */
  since: number;
  /** ms that each poll looks back behind the newest event: how late an event may arrive and still be given. */
  overlap?: number;
  /** ms since the epoch; nothing that is newer is asked for. */
  until?: number;
  /** CloudWatch Logs filter pattern. */
  pattern?: string;
  signal: AbortSignal;
}

export interface FollowOptions extends FollowerOptions {
  /** Without it, the iterator ends when everything up to now has been given. */
  follow: boolean;
  clock: Clock;
}

/** Looks again and again, when it is asked to. Nothing of what one look brought is lost where another part of it fails. */
export interface LogFollower {
  /** Throws what AWS says. */
  poll(): Promise<LogPoll>;
}

/** ms between polls; with five groups well within the account's calls a second. */
const POLL_INTERVAL = 2_000;
/** ms, as `overlap`. */
const OVERLAP = 10_000;

export function createLogFollower(options: FollowerOptions): LogFollower {
  const cursors = options.groups.map((group) => createCursor(group, options.since));
  const waiting: LogEvent[] = [];
  return {
    async poll() {
      const polls = cursors.map(async (cursor) => void waiting.push(...(await pollGroup(cursor, options))));
      // Each is over before the next poll begins, also where one of them fails.
      const failed = (await Promise.allSettled(polls)).find((poll) => poll.status === 'rejected');
      if (failed) throw failed.reason;
      const absent = cursors.filter((cursor) => !cursor.exists).map(({ group }) => group);
      return { events: waiting.splice(0).sort(byTime), absent };
    },
  };
}

/** Yields after each poll, also when it brought nothing. Ends quietly when aborted; errors of AWS are thrown. */
export async function* followLogEvents(options: FollowOptions): AsyncGenerator<LogPoll> {
  const { clock, signal, follow } = options;
  const follower = createLogFollower(options);
  while (!signal.aborted) {
    const poll = await follower.poll();
    if (signal.aborted) return;
    yield poll;
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
  exists: boolean;
  newest: number;
  /** Ids that were given and may come again, with their times. */
  readonly given: Map<string, number>;
}

function createCursor(group: string, since: number): Cursor {
  return { group, since, exists: true, newest: since, given: new Map() };
}

async function pollGroup(cursor: Cursor, options: FollowerOptions): Promise<LogEvent[]> {
  const { overlap = OVERLAP } = options;
  const startTime = Math.max(cursor.since, cursor.newest - overlap);
  const fresh = new Map<string, LogEvent>();
  for await (const event of pages(cursor, startTime, options)) {
    const { eventId: id = '', timestamp: time = 0, logStreamName: stream = '', message = '' } = event;
    if (!cursor.given.has(id)) fresh.set(id, { group: cursor.group, stream, time, message, id });
  }
  // Only now: a poll that fails on the way has given nothing.
  for (const { id, time } of fresh.values()) {
    cursor.given.set(id, time);
    cursor.newest = Math.max(cursor.newest, time);
  }
  for (const [id, time] of cursor.given) {
    if (time < cursor.newest - overlap) cursor.given.delete(id);
  }
  return [...fresh.values()];
}

/** A page may be empty and still have a successor. */
async function* pages(cursor: Cursor, startTime: number, options: FollowerOptions): AsyncGenerator<FilteredLogEvent> {
  const { client, pattern, signal, until } = options;
  let nextToken: string | undefined;
  do {
    const command = new FilterLogEventsCommand({
      logGroupName: cursor.group,
      startTime,
      ...(until !== undefined && { endTime: until }),
      ...(pattern !== undefined && { filterPattern: pattern }),
      ...(nextToken !== undefined && { nextToken }),
    });
    try {
      const page = await client.send(command, { abortSignal: signal });
      cursor.exists = true;
      yield* page.events ?? [];
      nextToken = page.nextToken;
    } catch (error) {
      if (signal.aborted) return;
      if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
      cursor.exists = false;
      return;
    }
  } while (nextToken !== undefined && !signal.aborted);
}

function byTime(a: LogEvent, b: LogEvent): number {
  return a.time - b.time || a.group.localeCompare(b.group);
}
